package io.flowforge.cli.embedded.loopback;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.util.function.Consumer;

/** The start of a small web server on loopback. */
public final class LoopbackServer {

  private LoopbackServer() {}

  /**
   * Starts a server, which the caller must stop.
   *
   * @throws IllegalStateException if it cannot listen on that port
   */
  public static WebServer start(int port, int maxBodyBytes, Consumer<HttpRouting.Builder> routing) {
    WebServer server =
        WebServer.builder()
            .host(LoopbackPort.HOST)
            .port(port)
            .maxPayloadSize(maxBodyBytes)
            .shutdownHook(false)
            .routing(routing)
            .build()
            .start();
    // If the port is taken, Helidon only logs it.
    if (!server.isRunning()) {
      throw new IllegalStateException("cannot listen on port " + port);
    }
    return server;
  }
}
