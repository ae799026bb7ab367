package io.flowforge.step.http;

import io.flowforge.step.http.url.Ipv4Spelling;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * A resolver that returns only addresses that the policy allows. The client connects to exactly the
 * addresses that were checked, so a name whose address changes between two lookups gains nothing.
 */
final class GuardedResolver implements DnsResolver {

  private final Function<InetAddress, Optional<AddressBlock>> policy;
  private final DnsResolver dns;

  GuardedResolver(AddressPolicy policy) {
    this(policy::refusalOf, SystemDefaultDnsResolver.INSTANCE);
  }

  /**
   * Creates a guard in front of another resolver.
   *
   * @param policy returns the block because of which an address is refused; empty if it is allowed
   */
  GuardedResolver(Function<InetAddress, Optional<AddressBlock>> policy, DnsResolver dns) {
    this.policy = policy;
    this.dns = dns;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    // 0177.0.0.1 is one address in Java and another elsewhere; 2130706433 is only used by
    // attackers.
    if (Ipv4Spelling.isLikeAddress(host) && !Ipv4Spelling.isPlain(host)) {
      throw new RefusedAddressException(host, "write IPv4 addresses as four decimal numbers");
    }
    List<InetAddress> allowed = new ArrayList<>();
    Optional<AddressBlock> refused = Optional.empty();
    for (InetAddress address : dns.resolve(host)) {
      Optional<AddressBlock> block = policy.apply(address);
      if (block.isEmpty()) {
        allowed.add(address);
      } else {
        refused = block;
      }
    }
    if (allowed.isEmpty()) {
      throw new RefusedAddressException(
          host, refused.map(GuardedResolver::reason).orElse("it has no address"));
    }
    return allowed.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  static String reason(AddressBlock block) {
    return "its address is in "
        + block
        + (block.isPrivate() ? ", allowed only with ALLOW_PRIVATE_TARGETS=true" : "");
  }

  /** A host has no address that steps may connect to. */
  static final class RefusedAddressException extends UnknownHostException {

    RefusedAddressException(String host, String reason) {
      super("connecting to '" + host + "' is refused: " + reason);
    }
  }
}
