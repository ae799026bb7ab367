package io.flowforge.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.server.IssuerInspection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks of the token issuer. */
final class IssuerChecks {

  private static final String ISSUER = "issuer";
  private static final String KEYS = "keys";
  private static final String USERINFO = "userinfo";
  private static final String CLOCK = "clock";

  /** As much as a server tolerates in the times of a token. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(60);

  private final ObjectMapper mapper;
  private final InstantSource clock;

  IssuerChecks(ObjectMapper mapper, InstantSource clock) {
    this.mapper = mapper;
    this.clock = clock;
  }

  Check check(IssuerInspection expected) {
    return new Check(ISSUER, () -> findings(expected));
  }

  /** Returns the findings about an issuer that a server names. */
  List<Finding> findings(String issuer) throws InterruptedException {
    Optional<URI> uri = uri(issuer);
    return uri.isPresent()
        ? findings(IssuerInspection.of(issuer))
        : List.of(
            Finding.problem(
                ISSUER, "the server names an issuer that is no URL", "correct its OIDC_ISSUER"));
  }

  private List<Finding> findings(IssuerInspection expected) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try (var web = new WebProbe(mapper)) {
      WebProbe.Answer discovery = web.get(expected.discovery());
      Instant received = clock.instant();
      findings.add(sameIssuer(expected, discovery));
      Optional<URI> keys =
          expected.keys().or(() -> uri(discovery.json().path("jwks_uri").asText()));
      findings.add(keys.isPresent() ? keys(web.get(keys.get()), keys.get()) : noKeys());
      findings.add(userinfo(expected, discovery));
      findings.add(skew(discovery, received));
    }
    return findings;
  }

  private static Finding sameIssuer(IssuerInspection expected, WebProbe.Answer discovery) {
    if (discovery.status() != 200) {
      return expected.keys().isPresent()
          ? Finding.skipped(ISSUER, "no discovery document; the keys are named by a setting")
          : Finding.problem(
              ISSUER,
              "%s responded with %d".formatted(expected.discovery(), discovery.status()),
              "correct OIDC_ISSUER, or set OIDC_JWKS_URI");
    }
    String published = discovery.json().path("issuer").asText();
    return published.equals(expected.issuer())
        ? Finding.ok(ISSUER, expected.issuer())
        : Finding.problem(
            ISSUER,
            "it calls itself '%s', not '%s'".formatted(published, expected.issuer()),
            "correct OIDC_ISSUER or AUTH0_DOMAIN, to the last slash");
  }

  private static Finding keys(WebProbe.Answer answer, URI uri) {
    Set<String> usable = IssuerInspection.usableKeys(answer.json());
    return usable.isEmpty()
        ? Finding.problem(
            KEYS,
            "%s responded with %d and no RSA key for RS256 with at least 2048 bits"
                .formatted(uri, answer.status()),
            "correct OIDC_JWKS_URI, or let the issuer sign with RS256")
        : Finding.ok(KEYS, usable.size() + " usable");
  }

  private static Finding noKeys() {
    return Finding.problem(
        KEYS,
        "the discovery document has no jwks_uri",
        "set OIDC_JWKS_URI, or correct OIDC_ISSUER");
  }

  /** Without the Management API, people sign up by it, unless their tokens say enough. */
  private static Finding userinfo(IssuerInspection expected, WebProbe.Answer discovery) {
    return expected
        .userinfo(discovery.json())
        .map(uri -> Finding.ok(USERINFO, uri.toString()))
        .orElseGet(
            () ->
                Finding.skipped(
                    USERINFO,
                    "the issuer has no userinfo endpoint of its own; to sign up, people need a"
                        + " verified e-mail address in their access tokens, or the Management API"));
  }

  private static Finding skew(WebProbe.Answer answer, Instant received) {
    if (answer.date().isEmpty()) {
      return Finding.skipped(CLOCK, "the issuer sends no Date");
    }
    Duration skew = Duration.between(answer.date().get(), received);
    return skew.abs().compareTo(MAX_SKEW) > 0
        ? Finding.problem(
            CLOCK,
            "this machine's clock is %d s %s the issuer's"
                .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"),
            "set this machine's clock, for example with NTP")
        : Finding.ok(CLOCK, "agrees with the issuer's");
  }

  private static Optional<URI> uri(String text) {
    try {
      var uri = new URI(text);
      return Optional.of(uri).filter(found -> found.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
