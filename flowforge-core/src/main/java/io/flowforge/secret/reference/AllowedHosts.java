package io.flowforge.secret.reference;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that a secret may be sent to.
 *
 * @param entries {@code host}, for all of its ports, or {@code host:port}, as {@link #canonical}
 *     returns them
 */
public record AllowedHosts(List<String> entries) {

  public AllowedHosts {
    entries = List.copyOf(entries);
  }

  /** Tests whether a call of the URL may carry the secret. */
  public boolean allows(URI url) {
    String authority = url.getRawAuthority();
    if (authority == null) {
      return false;
    }
    String host = canonical(withoutPort(authority));
    return entries.contains(host) || entries.contains(host + ":" + portOf(url, authority));
  }

  /** Returns a host, with or without a port, in the form in which hosts are compared. */
  public static String canonical(String authority) {
    String host = withoutPort(authority).toLowerCase(Locale.ROOT);
    String port = authority.substring(withoutPort(authority).length());
    return plain(host) + port;
  }

  private static String plain(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      try {
        // One address has several spellings.
        String address = host.substring(1, host.length() - 1);
        InetAddress parsed = InetAddress.ofLiteral(address);
        return parsed instanceof Inet6Address
            ? "[" + parsed.getHostAddress() + "]"
            : parsed.getHostAddress();
      } catch (IllegalArgumentException e) {
        return host;
      }
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String withoutPort(String authority) {
    int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static String portOf(URI url, String authority) {
    String host = withoutPort(authority);
    String port =
        authority.length() > host.length() + 1 ? authority.substring(host.length() + 1) : "";
    return port.isEmpty() ? "https".equalsIgnoreCase(url.getScheme()) ? "443" : "80" : port;
  }

  @Override
  public String toString() {
    return String.join(", ", entries);
  }
}
