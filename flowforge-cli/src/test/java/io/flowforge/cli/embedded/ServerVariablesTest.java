package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVariablesTest {

  private static final Map<String, String> STACK = Map.of("OIDC_ISSUER", "http://127.0.0.1:18081/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUTH0_DOMAIN",
        "AUTH0_AUDIENCE",
        "OIDC_ISSUER",
        "OIDC_AUDIENCE",
        "OIDC_JWKS_URI",
        "MANAGEMENT_API_URL",
        "MANAGEMENT_API_CLIENT",
        "MANAGEMENT_API_SECRET",
        "MANAGEMENT_API_AUDIENCE",
        "POSTGRES_URI",
        "MONGO_URI",
        "FLOWFORGE_HOST",
        "FLOWFORGE_PORT",
        "FLOWFORGE_MANAGEMENT_PORT",
        "FLOWFORGE_SECRET_KEYS",
        "FLOWFORGE_SECRET_KEYS_FILE",
        "PORT"
      })
  void storesProvidersAndPortsOfTheMachineDoNotReachTheServer(String name) {
    assertThat(ServerVariables.of(STACK, Map.of(name, "elsewhere"))).isEqualTo(STACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FLOWFORGE_MAX_BODY_BYTES",
        "CORS_ALLOWED_ORIGINS",
        "POSTGRES_POOL_SIZE",
        "REQUESTS_IN_FLIGHT",
        "REDACTED_NAMES"
      })
  void otherSettingsOfTheMachineReachTheServer(String name) {
    assertThat(ServerVariables.of(STACK, Map.of(name, "1")))
        .containsEntry(name, "1")
        .containsAllEntriesOf(STACK);
  }

  @Test
  void theStackOverridesTheMachine() {
    assertThat(
            ServerVariables.of(
                Map.of("ALLOW_PRIVATE_TARGETS", "true"), Map.of("ALLOW_PRIVATE_TARGETS", "false")))
        .isEqualTo(Map.of("ALLOW_PRIVATE_TARGETS", "true"));
  }

  /** Before anything of the stack is started, which takes seconds. */
  @Test
  void allInvalidSettingsOfTheMachineAreReportedBeforeTheStart() {
    assertThatCode(() -> ServerVariables.requireValid(Map.of("POSTGRES_URI", "elsewhere")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                ServerVariables.requireValid(
                    Map.of("LOG_BODY_BYTES", "many", "FLOWFORGE_MAX_CONNECTIONS", "0")))
        .isInstanceOfSatisfying(
            InvalidException.class, failure -> assertThat(failure.details()).hasSize(2));
  }
}
