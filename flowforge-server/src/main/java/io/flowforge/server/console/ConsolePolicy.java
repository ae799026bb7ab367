package io.flowforge.server.console;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The Content-Security-Policy of the console: everything comes from this server, and its script
 * calls nobody but this server and the issuer.
 *
 * @param issuer the {@code iss} of the tokens, where the script begins to sign people in
 * @param tokenEndpoint where it gets tokens, which may be on another host; empty until this server
 *     has read it in the issuer's discovery document
 */
record ConsolePolicy(URI issuer, Supplier<Optional<URI>> tokenEndpoint) {

  String text() {
    Set<String> issuers = new LinkedHashSet<>();
    issuers.add(source(issuer));
    tokenEndpoint.get().map(ConsolePolicy::source).ifPresent(issuers::add);
    return "default-src 'self'; connect-src 'self' %s; img-src 'self' data:; object-src 'none';"
            .formatted(String.join(" ", issuers))
        + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  /** A policy cannot name an address of IPv6; its scheme stands for it. */
  private static String source(URI uri) {
    if (uri.getHost().startsWith("[")) {
      return uri.getScheme() + ":";
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port;
  }
}
