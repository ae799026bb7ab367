package io.flowforge.server.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.FlowforgeVersion;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client without a token is told. */
class SignInTest {

  private static final String PATH = "/.well-known/flowforge";

  @Test
  void theClientsAreNamedAndThePageOfAnAllowedOriginMayReadThem() {
    Map<String, String> variables =
        Map.of(
            "OIDC_CLI_CLIENT_ID", "cli-1",
            "OIDC_CONSOLE_CLIENT_ID", "console-1",
            "OIDC_SCOPES", "openid api://x/access");
    try (var server = new AcmeServer(variables)) {
      Answer answer = server.nobody().get(PATH);
      assertThat(answer.status()).isEqualTo(200);
      JsonNode content = answer.json();
      assertThat(content.properties()).hasSize(6);
      assertThat(content.path("issuer").asText())
          .isEqualTo(server.issuer.environment().get("OIDC_ISSUER"));
      assertThat(content.path("audience").asText())
          .isEqualTo(server.issuer.environment().get("OIDC_AUDIENCE"));
      assertThat(content.path("cli_client_id").asText()).isEqualTo("cli-1");
      assertThat(content.path("console_client_id").asText()).isEqualTo("console-1");
      assertThat(content.path("scope").asText()).isEqualTo("openid api://x/access");
      assertThat(content.path("version").asText()).isEqualTo(FlowforgeVersion.current());
      assertThat(answer.header("Cache-Control")).hasValue("public, max-age=60");
      assertThat(answer.header("Access-Control-Allow-Origin")).hasValue("http://localhost:3000");
      assertThat(server.operator().send("POST", PATH, "{}").status()).isEqualTo(405);
    }
  }

  @Test
  void withoutClientsTheirIdsAreNull() {
    try (var server = new AcmeServer()) {
      JsonNode content = server.nobody().get(PATH).json();
      assertThat(content.path("cli_client_id").isNull()).isTrue();
      assertThat(content.path("console_client_id").isNull()).isTrue();
      assertThat(content.path("scope").asText()).isEqualTo("openid profile email offline_access");
    }
  }
}
