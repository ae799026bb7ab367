package io.flowforge.step.http;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of IP addresses in CIDR notation, which steps may not call. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632, 3.1</a>
 */
final class AddressBlock {

  private final String cidr;
  private final String name;
  private final boolean isPrivate;
  private final byte[] network;
  private final int prefixLength;

  private AddressBlock(String cidr, String name, boolean isPrivate) {
    int slash = cidr.indexOf('/');
    this.cidr = cidr;
    this.name = name;
    this.isPrivate = isPrivate;
    this.network = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
    this.prefixLength = Integer.parseInt(cidr, slash + 1, cidr.length(), 10);
  }

  /** Returns a block that is refused by every policy. */
  static AddressBlock never(String cidr, String name) {
    return new AddressBlock(cidr, name, false);
  }

  /** Returns a block that is refused unless private targets are allowed. */
  static AddressBlock unlessPrivate(String cidr, String name) {
    return new AddressBlock(cidr, name, true);
  }

  boolean isPrivate() {
    return isPrivate;
  }

  int prefixLength() {
    return prefixLength;
  }

  boolean contains(byte[] address) {
    int wholeBytes = prefixLength / Byte.SIZE;
    int remainingBits = prefixLength % Byte.SIZE;
    return address.length == network.length
        && Arrays.equals(address, 0, wholeBytes, network, 0, wholeBytes)
        && (remainingBits == 0
            || (address[wholeBytes] ^ network[wholeBytes]) >> (Byte.SIZE - remainingBits) == 0);
  }

  /** Returns the block and its name, such as {@code 169.254.0.0/16 (link-local)}. */
  @Override
  public String toString() {
    return cidr + " (" + name + ")";
  }
}
