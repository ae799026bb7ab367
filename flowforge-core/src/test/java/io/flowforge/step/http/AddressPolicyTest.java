package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

  private static final AddressPolicy STRICT = new AddressPolicy(false);
  private static final AddressPolicy LENIENT = new AddressPolicy(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "::ffff:8.8.8.8", // mapped
        "64:ff9b::808:808", // NAT64
        "2002:808:808::1" // 6to4
      })
  void publicAddressesAreAllowed(String address) throws UnknownHostException {
    assertThat(STRICT.refusalOf(InetAddress.getByName(address))).isEmpty();
    assertThat(LENIENT.refusalOf(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1", // carriers
        "198.18.0.1", // benchmarks
        "::1",
        "fc00::1",
        "fdff::1",
        "fd00:42::43", // beside Scaleway's metadata
        "fd00:a9fe:a9fe::2",
        "100.96.0.97",
        "fec0::1", // site-local
        "::ffff:127.0.0.1", // mapped
        "::ffff:a00:1",
        "::127.0.0.1", // compatible
        "64:ff9b::7f00:1", // NAT64
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::", // 6to4
        "2002:c0a8:1::1",
        // Other notations of 127.0.0.1, used by attackers:
        "2130706433",
        "127.1",
        "127.0.1"
      })
  void privateAddressesAreAMatterOfConfiguration(String address) throws UnknownHostException {
    assertThat(STRICT.refusalOf(InetAddress.getByName(address))).isPresent();
    assertThat(LENIENT.refusalOf(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254", // AWS, Google, Azure and many more
        "169.254.0.1",
        "169.254.170.2", // credentials of AWS containers
        "2852039166", // 169.254.169.254 as one number
        "169.16689662",
        "100.100.100.200", // Alibaba
        "192.0.0.192", // Oracle
        "168.63.129.16", // Azure
        "fd00:ec2::254", // AWS
        "fd20:ce::254", // Google
        "fd00:c1::a9fe:a9fe", // Oracle
        "fd00:42::42", // Scaleway
        "fd00:a9fe:a9fe::1", // Linode
        "fd00:100::100:200", // Alibaba
        "100.96.0.96", // Volcengine
        "::ffff:100.96.0.96",
        "100.80.80.80", // UCloud
        "fe80::1",
        "febf::1",
        "::ffff:169.254.169.254", // mapped
        "::169.254.169.254", // compatible
        "64:ff9b::a9fe:a9fe", // NAT64
        "64:ff9b:1::a9fe:a9fe", // NAT64 of a network's own
        "2002:a9fe:a9fe::", // 6to4
        "0.0.0.0",
        "0",
        "0.1.2.3",
        "::",
        "::2",
        "::ffff:0.0.0.0",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "ff02::1",
        "ff0e::1"
      })
  void someAddressesAreNeverAllowed(String address) throws UnknownHostException {
    assertThat(STRICT.refusalOf(InetAddress.getByName(address))).isPresent();
    assertThat(LENIENT.refusalOf(InetAddress.getByName(address))).isPresent();
  }

  /** The first is 177.0.0.1 in Java and 127.0.0.1 elsewhere, so no such form is accepted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0177.0.0.1",
        "127.0.0.01",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0x7f000001",
        "017700000001",
        "127.0.0.1.",
        "a.0x1",
        "1.2.3.4.5"
      })
  void anAddressIsWrittenInOneWayOnly(String host) {
    assertThatThrownBy(() -> new GuardedResolver(LENIENT).resolve(host))
        .isInstanceOf(GuardedResolver.RefusedAddressException.class)
        .hasMessageEndingWith("write IPv4 addresses as four decimal numbers");
  }

  @Test
  void theResolverHandsOutOnlyWhatIsAllowed() throws UnknownHostException {
    assertThat(new GuardedResolver(LENIENT).resolve("127.0.0.1"))
        .singleElement()
        .matches(InetAddress::isLoopbackAddress);
    assertThat(new GuardedResolver(STRICT).resolve("8.8.8.8")).hasSize(1);
    assertThatThrownBy(() -> new GuardedResolver(STRICT).resolve("127.0.0.1"))
        .isInstanceOf(GuardedResolver.RefusedAddressException.class)
        .hasMessage(
            "connecting to '127.0.0.1' is refused: its address is in 127.0.0.0/8 (loopback),"
                + " allowed only with ALLOW_PRIVATE_TARGETS=true");
    assertThatThrownBy(() -> new GuardedResolver(LENIENT).resolve("169.254.169.254"))
        .hasMessage(
            "connecting to '169.254.169.254' is refused: its address is in 169.254.0.0/16"
                + " (link-local)");
  }
}
