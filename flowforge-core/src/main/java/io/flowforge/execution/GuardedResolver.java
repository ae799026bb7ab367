package io.flowforge.execution;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves a name once, and hands the client only addresses that the policy allows: what was
 * checked is what is connected to, so a name that changes its address between two look-ups gains
 * nothing.
 */
final class GuardedResolver implements DnsResolver {

  private final AddressPolicy policy;

  GuardedResolver(AddressPolicy policy) {
    this.policy = policy;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    InetAddress[] allowed = Stream.of(addresses).filter(policy::allows).toArray(InetAddress[]::new);
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
