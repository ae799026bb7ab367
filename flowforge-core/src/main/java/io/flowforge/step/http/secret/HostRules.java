package io.flowforge.step.http.secret;

import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import io.flowforge.secret.reference.AllowedHosts;
import io.flowforge.step.http.url.CallUrl;
import io.flowforge.step.http.url.HostName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rules for the hosts that a secret may be sent to: those of the URLs of steps. */
public final class HostRules {

  private static final String SCHEME = "https://";

  private static final CharacterSet NOT_IN_HOSTS = CharacterSet.of("/?#@\\*${} \t\n\u000b\f\r,;");

  private final Function<InetAddress, Optional<String>> refusal;

  /**
   * @param refusal returns why this server never calls an address; empty if it does
   */
  public HostRules(Function<InetAddress, Optional<String>> refusal) {
    this.refusal = refusal;
  }

  /** Returns the problems of a host, with or without a port. */
  public List<String> problemsOf(String entry) {
    if (entry.isEmpty() || entry.endsWith(":") || NOT_IN_HOSTS.containsAny(entry)) {
      return List.of(
          "'%s' is not a host; write one such as api.github.com or api.github.com:8443, without scheme, path and wildcards"
              .formatted(Excerpt.of(entry)));
    }
    List<String> problems = new ArrayList<>(CallUrl.problemsOf(SCHEME + entry));
    if (problems.isEmpty()) {
      CallUrl.literalAddress(SCHEME + entry)
          .flatMap(refusal)
          .ifPresent(
              reason ->
                  problems.add(
                      "'%s' is never called: %s; use another address"
                          .formatted(Excerpt.of(entry), reason)));
    }
    return problems;
  }

  /** Returns a valid host in the form in which hosts are compared. */
  public static String canonical(String entry) {
    return AllowedHosts.canonical(HostName.inAscii(SCHEME + entry).substring(SCHEME.length()));
  }
}
