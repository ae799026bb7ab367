package io.flowforge.step.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses steps may connect to. Link-local addresses, where clouds keep their metadata, are
 * always refused; loopback and private ranges unless they are allowed.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, special-purpose
 *     addresses</a>
 */
record AddressPolicy(boolean allowsPrivate) {

  /** Where clouds keep their metadata, beside what is link-local. */
  private static final Set<InetAddress> METADATA =
      Stream.of(
              "168.63.129.16", // Azure
              "100.100.100.200", // Alibaba
              "100.96.0.96", // Volcengine
              "100.80.80.80", // UCloud
              "fd00:c1::a9fe:a9fe", // Oracle
              "fd00:42::42", // Scaleway
              "fd00:a9fe:a9fe::1", // Linode
              "fd00:100::100:200") // Alibaba
          .map(InetAddress::ofLiteral)
          .collect(toUnmodifiableSet());

  boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16) {
      InetAddress embedded = embeddedIpv4(bytes);
      return embedded == null ? allowsIpv6(address, bytes) : allows(embedded);
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean isNeverAllowed =
        first == 0 // "this network"
            || (first == 169 && second == 254) // link-local, AWS and others' metadata
            || first >= 224 // multicast, reserved, broadcast
            || (first == 192 && second == 0 && bytes[2] == 0) // protocols, Oracle's metadata
            || METADATA.contains(address);
    boolean isPrivate =
        first == 127
            || first == 10
            || (first == 172 && second >= 16 && second < 32)
            || (first == 192 && second == 168)
            || (first == 100 && second >= 64 && second < 128) // shared by carriers
            || (first == 198 && (second == 18 || second == 19)); // benchmarks
    return !isNeverAllowed && (allowsPrivate || !isPrivate);
  }

  private boolean allowsIpv6(InetAddress address, byte[] bytes) {
    boolean isAwsMetadata =
        (bytes[0] & 0xff) == 0xfd
            && (bytes[1] & 0xff) == 0
            && (bytes[2] & 0xff) == 0x0e
            && (bytes[3] & 0xff) == 0xc2;
    boolean isGoogleMetadata =
        (bytes[0] & 0xff) == 0xfd
            && (bytes[1] & 0xff) == 0x20
            && (bytes[2] & 0xff) == 0
            && (bytes[3] & 0xff) == 0xce;
    // A NAT64 of the network's own: where its IPv4 address stands is not known.
    boolean isLocalNat64 = startsWithNat64(bytes) && bytes[4] == 0 && bytes[5] == 1;
    boolean isNothing = isZero(bytes, 0, 15) && !address.isLoopbackAddress();
    boolean isNeverAllowed =
        address.isLinkLocalAddress()
            || address.isMulticastAddress()
            || isAwsMetadata
            || isGoogleMetadata
            || METADATA.contains(address)
            || isLocalNat64
            || isNothing;
    boolean isPrivate =
        address.isLoopbackAddress()
            || address.isSiteLocalAddress()
            || (bytes[0] & 0xfe) == 0xfc; // unique local
    return !isNeverAllowed && (allowsPrivate || !isPrivate);
  }

  /** The IPv4 address inside a mapped, compatible, NAT64 or 6to4 one, else null. */
  private static @Nullable InetAddress embeddedIpv4(byte[] bytes) {
    boolean isZeroTo10 = isZero(bytes, 0, 10);
    boolean isMapped = isZeroTo10 && (bytes[10] & 0xff) == 0xff && (bytes[11] & 0xff) == 0xff;
    boolean isCompatible = isZero(bytes, 0, 12) && !isZero(bytes, 12, 15);
    boolean isNat64 = startsWithNat64(bytes) && isZero(bytes, 4, 12);
    boolean is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
    if (isMapped || isCompatible || isNat64) {
      return ipv4(bytes, 12);
    }
    return is6to4 ? ipv4(bytes, 2) : null;
  }

  private static boolean startsWithNat64(byte[] bytes) {
    return bytes[0] == 0
        && bytes[1] == 0x64
        && (bytes[2] & 0xff) == 0xff
        && (bytes[3] & 0xff) == 0x9b;
  }

  private static InetAddress ipv4(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
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
