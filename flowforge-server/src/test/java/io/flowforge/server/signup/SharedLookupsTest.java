package io.flowforge.server.signup;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.Auth0Management;
import io.flowforge.identity.Caller;
import io.flowforge.identity.NewUser;
import io.flowforge.json.Json;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.testing.LogLines;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of one person that sign up at the same time. */
class SharedLookupsTest {

  /** Enough for a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ScriptedIssuer issuer = ScriptedIssuer.usual();
  private final Auth0Management management =
      new Auth0Management(null, Json.mapper(), InstantSource.system());
  private final SignUps signUps =
      new SignUps(
          management,
          new IssuerProfiles(
              new IssuerConfig(issuer.issuer(), ScriptedIssuer.AUDIENCE, null),
              Json.mapper(),
              PATIENCE,
              System::nanoTime),
          new LookupLimits(System::nanoTime, PATIENCE));

  @AfterEach
  void close() {
    signUps.close();
    management.close();
    issuer.close();
  }

  @Test
  void aTokenWithoutAScopeSpoilsNoOtherAndIsLoggedOnce() throws Exception {
    issuer.userinfo("two|1", "\"email\": \"two@example.com\", \"email_verified\": true");
    issuer.refuse("bad.e30.x");
    Runnable release = issuer.hold();
    try (var log = new LogLines("io.flowforge.server")) {
      LookupThread<NewUser> bad = call("bad.e30.x");
      eventually(() -> issuer.calls("/userinfo"), calls -> !calls.isEmpty());
      LookupThread<NewUser> again = call("bad.e30.x");
      again.awaitInLine();
      LookupThread<NewUser> good = call("good.e30.x");
      good.awaitInLine();

      release.run();

      assertThatThrownBy(bad::result).hasCauseInstanceOf(ForbiddenException.class);
      assertThatThrownBy(again::result).hasCauseInstanceOf(ForbiddenException.class);
      assertThat(good.result().email()).isEqualTo("two@example.com");
      assertThat(log.containing("event=sign_up_refused")).hasSize(1);
      assertThat(issuer.calls("/userinfo"))
          .containsExactly("/userinfo Bearer bad.e30.x", "/userinfo Bearer good.e30.x");
    }
  }

  private LookupThread<NewUser> call(String token) {
    var person = new Caller.Person("two|1");
    return new LookupThread<>(() -> signUps.newcomer(person, () -> token, Optional.empty()));
  }
}
