package io.flowforge.load.stack;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** The service that steps call: it notes when they arrive and responds at once. */
final class PromptTarget implements AutoCloseable {

  private static final byte[] RESPONSE = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
  private static final String TICKET = "\"ticket\":\"";

  private final WebServer server;
  private final Arrivals arrivals = new Arrivals();

  PromptTarget() {
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> routing.post("/{step}", this::called))
            .build()
            .start();
  }

  /** Returns the URL for a step, whose name is a letter and a number from 1. */
  String url(String step) {
    return "http://127.0.0.1:" + server.port() + "/" + step;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  @Override
  public void close() {
    server.stop();
  }

  private void called(ServerRequest request, ServerResponse response) {
    long now = System.nanoTime();
    String step = request.path().pathParameters().get("step");
    arrivals.add(
        ticketIn(request.content().as(String.class)),
        Integer.parseInt(step, 1, step.length(), 10) - 1,
        now);
    response.send(RESPONSE);
  }

  private static String ticketIn(String body) {
    int begin = body.indexOf(TICKET) + TICKET.length();
    return body.substring(begin, body.indexOf('"', begin));
  }
}
