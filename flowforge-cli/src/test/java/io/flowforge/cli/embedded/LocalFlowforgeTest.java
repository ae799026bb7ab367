package io.flowforge.cli.embedded;

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
  void whomTheLocalIssuerKnowsBecomesAUser(@TempDir Path directory) throws Exception {
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
    // As on the machine of somebody who runs another Flowforge.
    Map<String, String> environment = Map.of("MANAGEMENT_API_CLIENT", "elsewhere");
    try (LocalFlowforge local = LocalFlowforge.start(options, environment, InstantSource.system());
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(local.url() + "/api/user"))
              .header(
                  "Authorization", "Bearer " + local.stack().issuer().tokenFor("google-oauth2|1"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"name\":\"Ada\"}"))
              .build();

      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"ada@example.org\"", "\"google-oauth2\"");
    }
  }
}
