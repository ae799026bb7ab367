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
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("REDACTED_NAMES ")
        .hasMessageEndingWith(" '***'");
  }

  @Test
  void doNotTellPasswords() {
    assertThat(FlowforgeSettings.from(STORES)).asString().doesNotContain("hush");
  }
}
