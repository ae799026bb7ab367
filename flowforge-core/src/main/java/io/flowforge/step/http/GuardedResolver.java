package io.flowforge.step.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves a name once, and hands the client only addresses that the policy allows: what was
 * checked is what is connected to, so a name that changes its address between two look-ups gains
 * nothing.
 */
final class GuardedResolver implements DnsResolver {

  /** What some programs take for an IPv4 address: its last part is a number. */
  private static final Pattern LIKE_IPV4 =
      Pattern.compile("(?:[^:]*\\.)?(?:\\d+|0[xX]\\p{XDigit}*)\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

  private final Predicate<InetAddress> policy;
  private final DnsResolver names;

  GuardedResolver(AddressPolicy policy) {
    this(policy::allows, SystemDefaultDnsResolver.INSTANCE);
  }

  /**
   * Resolves by other means.
   *
   * @param policy whether an address may be connected to
   */
  GuardedResolver(Predicate<InetAddress> policy, DnsResolver names) {
    this.policy = policy;
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    // 0177.0.0.1 is one address to Java and another elsewhere; nobody means well by 2130706433.
    if (LIKE_IPV4.matcher(host).matches() && !IPV4.matcher(host).matches()) {
      throw new RefusedAddressException(
          "connecting to '" + host + "' is refused: write an address as four decimal numbers");
    }
    InetAddress[] allowed =
        Stream.of(names.resolve(host)).filter(policy).toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw new RefusedAddressException(
          "connecting to '" + host + "' is refused: its address is not one that steps may call");
    }
    return allowed;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** No address of the host may be connected to. */
  static final class RefusedAddressException extends UnknownHostException {

    RefusedAddressException(String message) {
      super(message);
    }
  }
}
