package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.AccountReply.Busy;
import io.flowforge.identity.AccountReply.Declined;
import io.flowforge.json.Json;
import io.flowforge.testing.Auth0Tenant;
import io.flowforge.testing.Auth0Tenant.Reply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of a single call. */
class Auth0AccountsTest {

  private static final NewAccount ADA =
      new NewAccount(Auth0Tenant.CONNECTION, "ada", "ada@example.com", "Ada", "Secret-of-ada");

  private final Auth0Tenant tenant = new Auth0Tenant();

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void aSilentProviderIsBusy() {
    tenant.holdCreation(0);
    try (Auth0Accounts accounts = accounts(tenant.environment(), Duration.ofSeconds(1))) {
      assertThat(accounts.create(ADA)).isInstanceOf(Busy.class).asString().doesNotContain("Secret");
    }
  }

  @Test
  void aProviderThatCannotBeReachedIsBusy() {
    Map<String, String> elsewhere = new HashMap<>(tenant.environment());
    elsewhere.put("MANAGEMENT_API_URL", "http://127.0.0.1:1/");
    try (Auth0Accounts accounts = accounts(elsewhere, Duration.ofSeconds(30))) {
      assertThat(accounts.withEmail("ada@example.com")).isInstanceOf(Busy.class);
    }
  }

  @Test
  void aResponseWithoutEndIsNotReadToTheEnd() {
    tenant.replyToSearch(Reply.of(200, "[" + " ".repeat(300_000) + "]"));
    tenant.replyToCreation(Reply.of(400, "{\"message\":\"" + "no ".repeat(50_000) + "\"}"));
    try (Auth0Accounts accounts = accounts(tenant.environment(), Duration.ofSeconds(30))) {
      assertThat(accounts.withEmail("ada@example.com")).isInstanceOf(Busy.class);
      assertThat(accounts.create(ADA))
          .isInstanceOfSatisfying(
              Declined.class, declined -> assertThat(declined.reason()).hasSizeLessThan(250));
    }
  }

  private static Auth0Accounts accounts(Map<String, String> environment, Duration timeout) {
    return new Auth0Accounts(
        Auth0Settings.from(environment).orElseThrow(),
        Json.mapper(),
        InstantSource.system(),
        timeout);
  }
}
