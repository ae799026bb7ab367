package io.flowforge.cli.embedded.loopback;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.util.function.Consumer;

/** Starts the small web servers of this package. Whoever starts one stops it. */
public final class LoopbackServer {

  private LoopbackServer() {}

  /**
   * Starts to listen.
   *
   * @throws IllegalStateException when it cannot listen on that port
   */
  public static WebServer start(int port, int bytesInABody, Consumer<HttpRouting.Builder> routing) {
    WebServer server =
        WebServer.builder()
            .host(LoopbackPort.HOST)
            .port(port)
            .maxPayloadSize(bytesInABody)
            .shutdownHook(false)
            .routing(routing)
            .build()
            .start();
    // When the port is taken, Helidon logs it and returns.
    if (!server.isRunning()) {
      throw new IllegalStateException("nothing listens on port " + port);
    }
    return server;
  }
}
