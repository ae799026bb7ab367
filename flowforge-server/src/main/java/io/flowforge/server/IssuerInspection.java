package io.flowforge.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.server.auth.DiscoveryDocument;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.auth.KeySet;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a server expects of its token issuer, for those who check it from elsewhere.
 *
 * @param issuer exactly as in the claim {@code iss}
 * @param discovery the URL of the discovery document
 * @param keys the URL of the keys; empty if the discovery document names it
 */
public record IssuerInspection(String issuer, URI discovery, Optional<URI> keys) {

  static IssuerInspection of(IssuerConfig config) {
    return new IssuerInspection(
        config.issuer(), config.discoveryUri(), Optional.ofNullable(config.jwksUri()));
  }

  /** Returns what a server expects of an issuer that it finds by discovery. */
  public static IssuerInspection of(String issuer) {
    return of(new IssuerConfig(issuer, "", null));
  }

  /** Returns the issuer's userinfo endpoint, if it has one to which tokens may be sent. */
  public Optional<URI> userinfo(JsonNode discovery) {
    try {
      return new DiscoveryDocument(discovery)
          .userinfoEndpointFor(new IssuerConfig(issuer, "", null));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Returns the ids of the keys that can verify tokens. */
  public static Set<String> usableKeys(JsonNode keySet) {
    return KeySet.keysIn(keySet).keySet();
  }
}
