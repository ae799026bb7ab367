package io.flowforge.load.start;

import io.helidon.webserver.WebServer;

/** The smallest server that Helidon can be. */
final class HelloServer {

  private HelloServer() {}

  /**
   * Runs the server until the process ends.
   *
   * @param arguments the port
   */
  public static void main(String[] arguments) {
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[0]))
        .routing(routing -> routing.get("/", (_, response) -> response.send("hello")))
        .build()
        .start();
  }
}
