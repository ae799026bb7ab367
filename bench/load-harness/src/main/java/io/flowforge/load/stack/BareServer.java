package io.flowforge.load.stack;

import io.flowforge.json.Json;
import io.flowforge.server.auth.Authentication;
import io.flowforge.server.auth.IssuerConfig;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Helidon with nothing but routes that send the bytes of files: under {@code /plain} to anybody,
 * and under {@code /api} to callers whose token the product's own filter has checked.
 */
final class BareServer {

  private BareServer() {}

  /**
   * Runs the server until the harness ends.
   *
   * @param arguments the port, the folder with a file per route, the issuer, the audience and the
   *     URL of the keys
   */
  public static void main(String[] arguments) throws IOException {
    var issuer = new IssuerConfig(arguments[2], arguments[3], URI.create(arguments[4]));
    var authentication = new Authentication(issuer, Json.mapper(), InstantSource.system());
    HttpRouting.Builder routing = HttpRouting.builder().addFilter(authentication);
    try (var files = Files.list(Path.of(arguments[1]))) {
      for (Path file : files.toList()) {
        addRoutes(routing, file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[0]))
        .routing(routing)
        .build()
        .start();
  }

  private static void addRoutes(HttpRouting.Builder routing, String name, byte[] body) {
    for (String path : List.of("/plain/" + name, "/api/" + name)) {
      routing.any(
          path,
          (request, response) -> {
            if (request.content().hasEntity()) {
              request.content().as(byte[].class);
            }
            response.status(Status.OK_200).header(HeaderValues.CONTENT_TYPE_JSON).send(body);
          });
    }
  }
}
