package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.ServerAccess;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.ApiDocument;
import io.flowforge.server.testing.ApiOperation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document and the page that shows it, which need no token. */
class DocsTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static AcmeServer server;

  @BeforeAll
  static void start() {
    server = new AcmeServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theDocumentIsTheOneOfTheProject() throws Exception {
    HttpResponse<String> answer = get("/openapi");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(answer.body()).isEqualTo(ApiDocument.TEXT);
  }

  @Test
  void theDocumentDescribesTheRoutesThatThereAreAndNoOthers() {
    assertThat(ApiOperation.all())
        .map(ApiOperation::toString)
        .containsExactlyInAnyOrderElementsOf(
            RecordedRoutes.of(ServerAccess.services(server.core)).stream()
                .map(route -> route.replace("{+", "{"))
                .toList());
  }

  @Test
  void thePageLoadsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/docs");
    assertThat(page.body()).contains("/docs/swagger-ui-bundle.js").doesNotContain("://");
    for (String asset : new String[] {"swagger-ui-bundle.js", "swagger-ui.css", "page.js"}) {
      assertThat(get("/docs/" + asset).statusCode()).as(asset).isEqualTo(200);
    }
  }

  @Test
  void nothingElseOfTheJarIsServed() throws Exception {
    for (String path :
        new String[] {"/docs/pom.xml", "/docs/..%2f..%2fopenapi.yaml", "/docs/x/y"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.nobody().port() + path))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
