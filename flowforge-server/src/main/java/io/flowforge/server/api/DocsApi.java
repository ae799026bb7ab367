package io.flowforge.server.api;

import io.flowforge.error.NotFoundException;
import io.flowforge.server.http.Endpoints;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
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

  private final StaticFile document = new StaticFile("application/yaml", resource("/openapi.yaml"));
  private final StaticFile page = new StaticFile("text/html; charset=utf-8", bytes(PAGE));

  /** The only files that the page can load. */
  private final Map<String, StaticFile> assets;

  private final boolean isAtRoot;

  /**
   * @param isAtRoot whether {@code /} leads here
   */
  public DocsApi(boolean isAtRoot) {
    this.isAtRoot = isAtRoot;
    String library = libraryFolder();
    assets =
        Map.of(
            "page.js", new StaticFile("text/javascript", bytes(SCRIPT)),
            "swagger-ui.css", new StaticFile("text/css", resource(library + "swagger-ui.css")),
            "swagger-ui-bundle.js",
                new StaticFile("text/javascript", resource(library + "swagger-ui-bundle.js")));
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints endpoints = Endpoints.of(rules);
    if (isAtRoot) {
      endpoints.get("/", DocsApi::redirect);
    }
    endpoints
        .get("/openapi", document)
        .get("/docs", page)
        .get("/docs/", page)
        .get("/docs/{asset}", this::asset)
        .refuseOtherMethods();
  }

  private static void redirect(ServerRequest request, ServerResponse response) {
    response.status(Status.TEMPORARY_REDIRECT_307).header(HeaderNames.LOCATION, "/docs").send();
  }

  private void asset(ServerRequest request, ServerResponse response) {
    String name = request.path().pathParameters().get("asset");
    StaticFile asset = assets.get(name);
    if (asset == null) {
      throw new NotFoundException("there is nothing at /docs/" + name);
    }
    asset.handle(request, response);
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
