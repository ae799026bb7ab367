package io.flowforge.cli.login.flow;

import io.flowforge.cli.login.issuer.FormAnswer;
import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.cli.login.issuer.Refusal;
import io.flowforge.cli.login.issuer.TokenForm;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The device code flow: a person types a code into a browser anywhere, and this command asks until
 * that has happened.
 *
 * @param tell receives the lines for the person
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628">RFC 8628</a>
 */
public record DeviceFlow(
    IssuerCalls calls,
    LoginClient client,
    Consumer<String> tell,
    InstantSource clock,
    Pause pause) {

  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  /** What each {@code slow_down} and each outage adds to the interval; see section 3.5. */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private static final Duration MAX_INTERVAL = Duration.ofSeconds(60);

  /** An issuer that fails this often in a row does not only have a bad moment. */
  private static final int MAX_FAILURES = 5;

  /** Signs somebody in, and waits for it until the code expires. */
  public IssuedTokens signIn(IssuerMetadata issuer) {
    URI endpoint = issuer.deviceEndpoint();
    if (endpoint == null) {
      throw new InvalidException(
          "the issuer %s has no device code flow; sign in with --browser"
              .formatted(issuer.issuer()));
    }
    DeviceCode code = code(endpoint);
    tell.accept(
        "To sign in, open %s in a browser on any device, and enter the code %s there."
            .formatted(code.verificationUri(), code.userCode()));
    code.completeUri().ifPresent(uri -> tell.accept("Or open " + uri));
    tell.accept("Waiting until that has happened; Ctrl-C gives up.");
    return poll(issuer.tokenEndpoint(), code);
  }

  private DeviceCode code(URI endpoint) {
    TokenForm form =
        TokenForm.client(client.id())
            .with("scope", client.scope())
            .with("audience", client.audience());
    return switch (calls.post(endpoint, form)) {
      case FormAnswer.Granted granted -> DeviceCode.of(endpoint, granted.body());
      case FormAnswer.Refused refused -> throw SignInRefused.because(refused.refusal(), client);
    };
  }

  private IssuedTokens poll(URI endpoint, DeviceCode code) {
    TokenForm form = TokenForm.grant(GRANT, client.id()).with("device_code", code.deviceCode());
    Instant end = clock.instant().plus(code.lifetime());
    Duration interval = code.interval();
    int failures = 0;
    while (clock.instant().isBefore(end)) {
      pause.take(interval);
      Optional<Refusal> refusal;
      try {
        switch (calls.token(endpoint, form)) {
          case IssuedTokens tokens -> {
            return tokens;
          }
          case Refusal refused -> {
            refusal = Optional.of(refused);
            failures = 0;
          }
        }
      } catch (UnavailableException e) {
        // The person may be signing in at this moment.
        refusal = Optional.empty();
        failures++;
        if (failures == MAX_FAILURES) {
          throw e;
        }
      }
      boolean isPending = refusal.filter(DeviceFlow::isPending).isPresent();
      if (refusal.isPresent() && !isPending && !isTooSoon(refusal.get())) {
        throw SignInRefused.because(refusal.get(), client);
      }
      interval = isPending ? interval : slower(interval);
    }
    throw new ForbiddenException(
        "nobody signed in while the code was valid, for %d minutes; run it again"
            .formatted(code.lifetime().toMinutes()));
  }

  private static boolean isPending(Refusal refusal) {
    return refusal.error().equals("authorization_pending");
  }

  private static boolean isTooSoon(Refusal refusal) {
    return refusal.error().equals("slow_down");
  }

  private static Duration slower(Duration interval) {
    Duration slower = interval.plus(SLOWER);
    return slower.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : slower;
  }
}
