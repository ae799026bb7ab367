package io.flowforge.step.http;

import static io.flowforge.step.http.AddressBlock.never;
import static io.flowforge.step.http.AddressBlock.unlessPrivate;
import static java.util.Comparator.comparingInt;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that steps may connect to. Link-local addresses and others at which clouds serve
 * their metadata are always refused; loopback and private ones are refused unless they are allowed.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, special-purpose
 *     addresses</a>
 */
record AddressPolicy(boolean allowsPrivate) {

  /**
   * The refused blocks, the longest prefix first: the first one that contains an address counts.
   */
  static final List<AddressBlock> BLOCKS =
      Stream.of(
              never("0.0.0.0/8", "this network"),
              never("169.254.0.0/16", "link-local"), // with the metadata of most clouds
              never("192.0.0.0/24", "protocol assignments"), // with Oracle's metadata
              never("224.0.0.0/4", "multicast"),
              never("240.0.0.0/4", "reserved"), // with broadcast
              never("168.63.129.16/32", "metadata of Azure"),
              never("100.100.100.200/32", "metadata of Alibaba"),
              never("100.96.0.96/32", "metadata of Volcengine"),
              never("100.80.80.80/32", "metadata of UCloud"),
              unlessPrivate("10.0.0.0/8", "private"),
              unlessPrivate("100.64.0.0/10", "shared by carriers"),
              unlessPrivate("127.0.0.0/8", "loopback"),
              unlessPrivate("172.16.0.0/12", "private"),
              unlessPrivate("192.168.0.0/16", "private"),
              unlessPrivate("198.18.0.0/15", "benchmarking"),
              never("::/120", "unspecified"),
              // The network's own NAT64: the position of the IPv4 address is unknown.
              never("64:ff9b:1::/48", "local NAT64"),
              never("fe80::/10", "link-local"),
              never("ff00::/8", "multicast"),
              never("fd00:ec2::/32", "metadata of AWS"),
              never("fd20:ce::/32", "metadata of Google"),
              never("fd00:c1::a9fe:a9fe/128", "metadata of Oracle"),
              never("fd00:42::42/128", "metadata of Scaleway"),
              never("fd00:a9fe:a9fe::1/128", "metadata of Linode"),
              never("fd00:100::100:200/128", "metadata of Alibaba"),
              unlessPrivate("::1/128", "loopback"),
              unlessPrivate("fc00::/7", "unique local"),
              unlessPrivate("fec0::/10", "site-local"))
          .sorted(comparingInt(AddressBlock::prefixLength).reversed())
          .toList();

  private static final AddressBlock NAT64 = never("64:ff9b::/96", "NAT64");

  private static final AddressBlock SIX_TO_FOUR = never("2002::/16", "6to4");

  private static final int IPV4_LENGTH = 4;

  /** Returns the block because of which an address is refused; empty if it may be called. */
  Optional<AddressBlock> refusalOf(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] embedded = embeddedIpv4(bytes);
    byte[] target = embedded == null ? bytes : embedded;
    return BLOCKS.stream()
        .filter(block -> block.contains(target))
        .findFirst()
        .filter(block -> !block.isPrivate() || !allowsPrivate);
  }

  /** Returns the IPv4 address in a mapped, compatible, NAT64 or 6to4 address; null if none. */
  private static byte @Nullable [] embeddedIpv4(byte[] bytes) {
    if (bytes.length == IPV4_LENGTH) {
      return null;
    }
    boolean isMapped = isZero(bytes, 0, 10) && bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    boolean isCompatible = isZero(bytes, 0, 12) && !isZero(bytes, 12, 15);
    if (isMapped || isCompatible || NAT64.contains(bytes)) {
      return Arrays.copyOfRange(bytes, 12, 12 + IPV4_LENGTH);
    }
    return SIX_TO_FOUR.contains(bytes) ? Arrays.copyOfRange(bytes, 2, 2 + IPV4_LENGTH) : null;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
