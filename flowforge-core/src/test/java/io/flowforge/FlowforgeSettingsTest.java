package io.flowforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.redaction.SecretNames;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowforgeSettingsTest {

  private static final Map<String, String> STORES =
      Map.of(
          "POSTGRES_URI", "postgres://joe:hush@localhost:5432/f",
          "MONGO_URI", "mongodb://joe:hush@localhost:27017",
          "AUTH0_DOMAIN", "example.auth0.com",
          "MANAGEMENT_API_CLIENT", "client",
          "MANAGEMENT_API_SECRET", "hush");

  @Test
  void secretNamesAreTheUsualOnesAndMore() {
    assertThat(FlowforgeSettings.from(STORES).execution().calls().secretNames())
        .isEqualTo(SecretNames.USUAL);

    var environment = new HashMap<>(STORES);
    environment.put("REDACTED_NAMES", "ssn, X-Tenant");
    assertThat(FlowforgeSettings.from(environment).execution().calls().secretNames().names())
        .containsAll(SecretNames.USUAL.names())
        .contains("ssn", "X-Tenant");

    environment.put("REDACTED_NAMES", "ssn, ***");
    assertThatThrownBy(() -> FlowforgeSettings.from(environment))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure ->
                assertThat(failure.details())
                    .singleElement()
                    .asString()
                    .startsWith("REDACTED_NAMES ")
                    .endsWith(" '***'"));
  }

  @Test
  void allProblemsAreReportedTogether() {
    var environment = new HashMap<String, String>();
    environment.put("POSTGRES_URI", "postgres://joe:hu sh@localhost/f");
    environment.put("LOG_BODY_BYTES", "many");
    environment.put("MANAGEMENT_API_SECRET", "hush");

    assertThatThrownBy(() -> FlowforgeSettings.from(environment))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure -> {
              assertThat(failure)
                  .hasMessage(
                      "5 settings are missing or invalid: POSTGRES_URI, MONGO_URI, LOG_BODY_BYTES,"
                          + " MANAGEMENT_API_CLIENT, AUTH0_DOMAIN");
              assertThat(failure.details()).hasSize(5).noneMatch(text -> text.contains("hu"));
            });
  }

  @Test
  void doNotTellPasswords() {
    assertThat(FlowforgeSettings.from(STORES)).asString().doesNotContain("hush");
  }
}
