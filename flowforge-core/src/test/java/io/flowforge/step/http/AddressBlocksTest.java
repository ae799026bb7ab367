package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both edges of every refused block: its first and last address, and their neighbours. */
class AddressBlocksTest {

  private static final AddressPolicy STRICT = new AddressPolicy(false);
  private static final AddressPolicy LENIENT = new AddressPolicy(true);

  /**
   * A row of the table.
   *
   * @param isPrivate whether the block may be called when private targets are allowed
   */
  record Row(String block, String first, String last, boolean isPrivate) {}

  static final List<Row> ROWS =
      List.of(
          never("0.0.0.0/8 (this network)", "0.0.0.0", "0.255.255.255"),
          never("169.254.0.0/16 (link-local)", "169.254.0.0", "169.254.255.255"),
          never("192.0.0.0/24 (protocol assignments)", "192.0.0.0", "192.0.0.255"),
          never("224.0.0.0/4 (multicast)", "224.0.0.0", "239.255.255.255"),
          never("240.0.0.0/4 (reserved)", "240.0.0.0", "255.255.255.255"),
          never("168.63.129.16/32 (metadata of Azure)", "168.63.129.16"),
          never("100.100.100.200/32 (metadata of Alibaba)", "100.100.100.200"),
          never("100.96.0.96/32 (metadata of Volcengine)", "100.96.0.96"),
          never("100.80.80.80/32 (metadata of UCloud)", "100.80.80.80"),
          unlessPrivate("10.0.0.0/8 (private)", "10.0.0.0", "10.255.255.255"),
          unlessPrivate("100.64.0.0/10 (shared by carriers)", "100.64.0.0", "100.127.255.255"),
          unlessPrivate("127.0.0.0/8 (loopback)", "127.0.0.0", "127.255.255.255"),
          unlessPrivate("172.16.0.0/12 (private)", "172.16.0.0", "172.31.255.255"),
          unlessPrivate("192.168.0.0/16 (private)", "192.168.0.0", "192.168.255.255"),
          unlessPrivate("198.18.0.0/15 (benchmarking)", "198.18.0.0", "198.19.255.255"),
          never("::/120 (unspecified)", "::", "::ff"),
          never("64:ff9b:1::/48 (local NAT64)", "64:ff9b:1::", last("64:ff9b:1:", 5)),
          never("fe80::/10 (link-local)", "fe80::", last("febf:", 7)),
          never("ff00::/8 (multicast)", "ff00::", last("ffff:", 7)),
          never("fd00:ec2::/32 (metadata of AWS)", "fd00:ec2::", last("fd00:ec2:", 6)),
          never("fd20:ce::/32 (metadata of Google)", "fd20:ce::", last("fd20:ce:", 6)),
          never("fd00:c1::a9fe:a9fe/128 (metadata of Oracle)", "fd00:c1::a9fe:a9fe"),
          never("fd00:42::42/128 (metadata of Scaleway)", "fd00:42::42"),
          never("fd00:a9fe:a9fe::1/128 (metadata of Linode)", "fd00:a9fe:a9fe::1"),
          never("fd00:100::100:200/128 (metadata of Alibaba)", "fd00:100::100:200"),
          new Row("::1/128 (loopback)", "::1", "::1", true),
          unlessPrivate("fc00::/7 (unique local)", "fc00::", last("fdff:", 7)),
          unlessPrivate("fec0::/10 (site-local)", "fec0::", last("feff:", 7)));

  static List<Row> rows() {
    return ROWS;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void containsItsFirstAndItsLastAddress(Row row) {
    for (String address : List.of(row.first(), row.last())) {
      assertThat(refusal(STRICT, ip(address))).isEqualTo(row.block());
      assertThat(refusal(LENIENT, ip(address))).isEqualTo(row.isPrivate() ? "" : row.block());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void containsNeitherTheAddressBeforeNorTheOneAfter(Row row) {
    assertThat(neighbours(row))
        .isNotEmpty()
        .allSatisfy(
            address -> {
              assertThat(refusal(STRICT, address)).isNotEqualTo(row.block());
              assertThat(refusal(LENIENT, address)).isNotEqualTo(row.block());
            });
  }

  @Test
  void knowsItsPrefix() {
    AddressBlock block = AddressBlock.never("10.16.0.0/12", "test");

    assertThat(block.prefixLength()).isEqualTo(12);
    assertThat(block.contains(ip("10.31.255.255").getAddress())).isTrue();
    assertThat(block.contains(ip("10.32.0.0").getAddress())).isFalse();
  }

  @Test
  void everyBlockHasItsRow() {
    assertThat(AddressPolicy.BLOCKS)
        .extracting(AddressBlock::toString)
        .containsExactlyInAnyOrderElementsOf(ROWS.stream().map(Row::block).toList());
  }

  /** An IPv4 address counts wherever an IPv6 address embeds it, up to the edges of the block. */
  @ParameterizedTest
  @MethodSource("rows")
  void containsTheAddressesThatEmbedItsOwn(Row row) {
    if (row.first().contains(":")) {
      return;
    }
    for (String address : List.of(row.first(), row.last())) {
      byte[] ipv4 = ip(address).getAddress();
      int high = (ipv4[0] & 0xff) << 8 | (ipv4[1] & 0xff);
      int low = (ipv4[2] & 0xff) << 8 | (ipv4[3] & 0xff);
      List<String> forms =
          List.of(
              "::ffff:" + address,
              "64:ff9b::%x:%x".formatted(high, low),
              "2002:%x:%x::".formatted(high, low),
              "2002:%x:%x:ffff:ffff:ffff:ffff:ffff".formatted(high, low));
      for (String form : forms) {
        assertThat(refusal(STRICT, ip(form))).as(form).isEqualTo(row.block());
        assertThat(refusal(LENIENT, ip(form)))
            .as(form)
            .isEqualTo(row.isPrivate() ? "" : row.block());
      }
      assertThat(refusal(STRICT, mapped(ipv4))).isEqualTo(row.block());
    }
  }

  /** The edges of the prefixes that embed IPv4 addresses: beside them, nothing is embedded. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "64:ff9a:ffff:ffff:ffff:ffff:7f00:1",
        "64:ff9b::1:7f00:1",
        "64:ff9b:0:0:8000::7f00:1",
        "2001:ffff:7f00:1::",
        "2003:7f00:1::",
        "::fffe:7f00:1",
        "::1:ffff:7f00:1",
        "8000::ffff:7f00:1",
        "::1:0:7f00:1",
        "0:0:0:0:1:0:7f00:1"
      })
  void nothingIsEmbeddedBesideThePrefixes(String address) {
    assertThat(refusal(STRICT, ip(address))).isEmpty();
  }

  @Test
  void compatibleAddressesBeginAfterTheUnspecifiedOnes() {
    assertThat(refusal(STRICT, ip("::ff"))).isEqualTo("::/120 (unspecified)");
    assertThat(refusal(STRICT, ip("::100"))).isEqualTo("0.0.0.0/8 (this network)");
    assertThat(refusal(STRICT, ip("::7f00:0"))).isEqualTo("127.0.0.0/8 (loopback)");
    assertThat(refusal(STRICT, ip("::808:808"))).isEmpty();
  }

  private static Row never(String block, String first, String last) {
    return new Row(block, first, last, false);
  }

  private static Row never(String block, String only) {
    return new Row(block, only, only, false);
  }

  private static Row unlessPrivate(String block, String first, String last) {
    return new Row(block, first, last, true);
  }

  /** Completes an address with groups of ones. */
  private static String last(String prefix, int groups) {
    return prefix + String.join(":", Collections.nCopies(groups, "ffff"));
  }

  private static List<InetAddress> neighbours(Row row) {
    BigInteger before = number(row.first()).subtract(BigInteger.ONE);
    BigInteger after = number(row.last()).add(BigInteger.ONE);
    int length = ip(row.first()).getAddress().length;
    return Stream.of(before, after)
        .filter(number -> number.signum() >= 0 && number.bitLength() <= length * Byte.SIZE)
        .map(number -> address(number, length))
        .toList();
  }

  private static BigInteger number(String address) {
    return new BigInteger(1, ip(address).getAddress());
  }

  private static InetAddress address(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    byte[] magnitude = number.toByteArray();
    int count = Math.min(length, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - count, bytes, length - count, count);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** An IPv6 address that Java does not convert into the IPv4 address that it embeds. */
  private static InetAddress mapped(byte[] ipv4) {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    System.arraycopy(ipv4, 0, bytes, 12, 4);
    try {
      return Inet6Address.getByAddress("mapped", bytes, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static String refusal(AddressPolicy policy, InetAddress address) {
    return policy.refusalOf(address).map(AddressBlock::toString).orElse("");
  }
}
