package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowforge.FlowforgeVersion;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.ApiDocument;
import io.flowforge.server.testing.ApiOperation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
  void theDocumentIsTheOneOfTheProjectWithTheVersion() throws Exception {
    HttpResponse<String> answer = get("/openapi");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    String place = "@project.version@";
    assertThat(ApiDocument.TEXT).containsOnlyOnce(place);
    assertThat(answer.body())
        .isEqualTo(ApiDocument.TEXT.replace(place, FlowforgeVersion.current()));
  }

  @Test
  void theDocumentDescribesTheRoutesThatThereAreAndNoOthers() {
    assertThat(ApiOperation.all())
        .map(ApiOperation::toString)
        .containsExactlyInAnyOrderElementsOf(
            RecordedRoutes.described(server.core).stream()
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
  void thePageAllowsNoCodeButItsOwn() throws Exception {
    HttpResponse<String> page = get("/docs");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse("").split("; "))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .noneMatch(directive -> directive.contains("unsafe"));
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.body()).doesNotContain("<script>", "style=", "onload");
  }

  @Test
  void aTrailingSlashLeadsToThePage() throws Exception {
    assertThat(get("/docs/").body()).isEqualTo(get("/docs").body());
  }

  /** The bundle alone has more than a megabyte. */
  @Test
  void aFileIsNotCopiedForEachCall() throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 20;
    drain(server.nobody().port());

    long before = threads.getTotalThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      drain(server.nobody().port());
    }

    assertThat(threads.getTotalThreadAllocatedBytes() - before).isLessThan(calls * 1024L * 1024);
  }

  /** Reads the bundle and keeps nothing of it. */
  private static void drain(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] block = new byte[8 * 1024];
      long bytes = 0;
      for (int count = 0; count >= 0; count = socket.getInputStream().read(block)) {
        bytes += count;
      }
      assertThat(bytes).isGreaterThan(1024 * 1024);
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
