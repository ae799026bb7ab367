package io.flowforge.server.signup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Auth0Management;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.identity.NewUser;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.text.TextLimit;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who signs up: by the Management API where it is configured, otherwise by the claims of
 * the access token if they are enough, otherwise at the issuer's userinfo endpoint. Thread-safe.
 */
public final class SignUps implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SignUps.class.getName());

  private final Auth0Management management;
  private final @Nullable IssuerProfiles issuer;
  private final LookupLimits limits;

  SignUps(Auth0Management management, @Nullable IssuerProfiles issuer, LookupLimits limits) {
    this.management = management;
    this.issuer = management.isConfigured() ? null : issuer;
    this.limits = limits;
  }

  /** Creates what a server with a token issuer needs. */
  public static SignUps of(Auth0Management management, IssuerConfig issuer, ObjectMapper mapper) {
    LongSupplier nanos = System::nanoTime;
    return new SignUps(
        management,
        new IssuerProfiles(issuer, mapper, IssuerProfiles.TIMEOUT, nanos),
        new LookupLimits(nanos));
  }

  /** Creates what a server without a token issuer needs. */
  public static SignUps withoutIssuer(Auth0Management management) {
    return new SignUps(management, null, new LookupLimits(System::nanoTime));
  }

  /**
   * Returns the name that a person has chosen, which is required where the provider's name is not
   * used.
   *
   * @throws InvalidException if it is missing or cannot be stored
   */
  public Optional<DisplayName> chosenName(@Nullable String name) {
    return name == null && issuer != null
        ? Optional.empty()
        : Optional.of(DisplayName.of("name", name));
  }

  /**
   * Returns the user that the person becomes.
   *
   * @param token the person's access token, which has been verified
   * @throws InvalidException if the id of the person is too long
   * @throws ForbiddenException if the person may not sign up
   * @throws io.flowforge.error.NotFoundException if the Management API does not know the person
   * @throws io.flowforge.error.UnavailableException if the provider does not respond as it should,
   *     or a setting is missing
   */
  public NewUser newcomer(
      Caller.Person person, Supplier<String> token, Optional<DisplayName> chosenName) {
    String userId = person.userId();
    InvalidException.throwIfAny(TextLimit.NAME.problemsOf("user_id", userId));
    Newcomer found = found(userId, token);
    DisplayName name = chosenName.or(found::name).orElseGet(() -> DisplayName.of("name", userId));
    return new NewUser(userId, name, found.email(), found.identityProvider());
  }

  @Override
  public void close() {
    if (issuer != null) {
      issuer.close();
    }
  }

  private Newcomer found(String userId, Supplier<String> token) {
    if (issuer == null) {
      return limits.once(userId, "", () -> Newcomer.of(management.user(userId)));
    }
    String text = token.get();
    return logged(userId, () -> issuer.inToken(userId, text))
        .orElseGet(
            () -> limits.once(userId, text, () -> logged(userId, () -> issuer.ask(userId, text))));
  }

  /** Logs why somebody is refused: once, however many calls share the lookup. */
  private static <T> T logged(String userId, Supplier<T> lookup) {
    try {
      return lookup.get();
    } catch (ForbiddenException e) {
      LOG.log(
          Level.INFO,
          LogEvent.of("sign_up_refused").with("user", userId).with("reason", e.userMessage()));
      throw e;
    }
  }
}
