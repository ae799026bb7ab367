package io.flowforge.server.api;

import io.flowforge.error.NotFoundException;
import io.flowforge.server.http.Endpoints;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** Serves openapi.yaml and a page that shows it. The page loads nothing from other servers. */
public final class DocsApi implements HttpService {

  /** The only files of Swagger UI that are served. */
  private static final Map<String, String> ASSETS =
      Map.of("swagger-ui.css", "text/css", "swagger-ui-bundle.js", "text/javascript");

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>Flowforge API</title>
        <link rel="stylesheet" href="/docs/swagger-ui.css">
      </head>
      <body>
        <div id="api"></div>
        <script src="/docs/swagger-ui-bundle.js"></script>
        <script src="/docs/page.js"></script>
      </body>
      </html>
      """;

  private static final String SCRIPT =
      """
      SwaggerUIBundle({url: "/openapi", dom_id: "#api", deepLinking: true});
      """;

  private final byte[] document = resource("/openapi.yaml");
  private final String library = libraryFolder();

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/openapi", (_, response) -> send(response, "application/yaml", document))
        .get("/docs", (_, response) -> send(response, "text/html; charset=utf-8", bytes(PAGE)))
        .get("/docs/page.js", (_, response) -> send(response, "text/javascript", bytes(SCRIPT)))
        .get("/docs/{asset}", this::asset)
        .refuseOtherMethods();
  }

  private void asset(ServerRequest request, ServerResponse response) {
    String name = request.path().pathParameters().get("asset");
    String type = ASSETS.get(name);
    if (type == null) {
      throw new NotFoundException("there is nothing at /docs/" + name);
    }
    send(response, type, resource(library + name));
  }

  private static void send(ServerResponse response, String type, byte[] content) {
    response
        .header(HeaderNames.CONTENT_TYPE, type)
        .header(HeaderNames.CACHE_CONTROL, "max-age=300")
        .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
        .header(
            HeaderNames.create("Content-Security-Policy"),
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:")
        .send(content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the folder of Swagger UI, whose name contains the version of the library. */
  private static String libraryFolder() {
    var properties = new Properties();
    try {
      properties.load(
          new ByteArrayInputStream(
              resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "/META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/";
  }

  private static byte[] resource(String name) {
    try (InputStream resource = DocsApi.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
