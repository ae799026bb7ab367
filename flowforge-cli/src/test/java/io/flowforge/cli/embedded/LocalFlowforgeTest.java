package io.flowforge.cli.embedded;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.IssuerUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFlowforgeTest {

  @Test
  void aUserOfTheLocalIssuerSignsUpWhateverTheMachinesEnvironment(@TempDir Path directory)
      throws Exception {
    var options =
        LocalStackOptions.throwaway(
            directory,
            Programs.DIRECTORY,
            IssuerOptions.of(
                "flowforge",
                "client",
                "secret",
                List.of(
                    new IssuerUser(
                        "google-oauth2|1", "ada@example.org", "Ada", "google-oauth2", "pw"))));
    // As on a machine that is set up for another Flowforge.
    Map<String, String> environment =
        Map.ofEntries(
            entry("AUTH0_DOMAIN", "elsewhere.example"),
            entry("AUTH0_AUDIENCE", "elsewhere"),
            entry("OIDC_ISSUER", "https://elsewhere.example/"),
            entry("OIDC_AUDIENCE", "elsewhere"),
            entry("OIDC_JWKS_URI", "https://elsewhere.example/keys"),
            entry("OIDC_CONSOLE_CLIENT_ID", "elsewhere"),
            entry("MANAGEMENT_API_URL", "https://elsewhere.example/"),
            entry("MANAGEMENT_API_CLIENT", "elsewhere"),
            entry("MANAGEMENT_API_SECRET", "elsewhere"),
            entry("MANAGEMENT_API_AUDIENCE", "elsewhere"),
            entry("POSTGRES_URI", "postgres://elsewhere.example/db"),
            entry("MONGO_URI", "mongodb://elsewhere.example"),
            entry("FLOWFORGE_HOST", "elsewhere.example"),
            entry("FLOWFORGE_PORT", "1"),
            entry("FLOWFORGE_MANAGEMENT_PORT", "1"),
            entry("PORT", "1"));
    try (LocalFlowforge local = LocalFlowforge.start(options, environment, InstantSource.system());
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(local.url() + "/api/user"))
              .header(
                  "Authorization", "Bearer " + local.stack().issuer().tokenFor("google-oauth2|1"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"name\":\"Ada\"}"))
              .build();

      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).contains("\"ada@example.org\"", "\"google-oauth2\"");
      assertThat(local.managementUrl()).startsWith("http://127.0.0.1:").isNotEqualTo(local.url());
      HttpRequest metrics =
          HttpRequest.newBuilder(URI.create(local.managementUrl() + "/metrics")).build();
      assertThat(http.send(metrics, BodyHandlers.ofString()).body()).contains("jvm_memory_used");
      assertConsole(local, http);
    }
  }

  /** Its client is one of the local issuer, which it may call. */
  private static void assertConsole(LocalFlowforge local, HttpClient http) throws Exception {
    assertThat(local.hasConsole()).isTrue();
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(local.url() + "/")).build(), BodyHandlers.ofString());
    String issuer = local.stack().issuer().issuer();
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("connect-src 'self' " + issuer.substring(0, issuer.length() - 1) + ";");
    HttpRequest signIn =
        HttpRequest.newBuilder(URI.create(local.url() + "/.well-known/flowforge")).build();
    assertThat(http.send(signIn, BodyHandlers.ofString()).body())
        .contains("\"console_client_id\":\"flowforge-console\"");
  }

  @Test
  void theConsoleCanBeTurnedOff(@TempDir Path directory) throws Exception {
    var options =
        LocalStackOptions.throwaway(
            directory,
            Programs.DIRECTORY,
            IssuerOptions.of("flowforge", "client", "secret", List.of()));
    try (LocalFlowforge local =
            LocalFlowforge.start(options, Map.of("CONSOLE", "false"), InstantSource.system());
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest root = HttpRequest.newBuilder(URI.create(local.url() + "/")).build();

      assertThat(local.hasConsole()).isFalse();
      assertThat(http.send(root, BodyHandlers.discarding()).headers().firstValue("Location"))
          .hasValue("/docs");
    }
  }
}
