package io.flowforge.server.api;

import io.flowforge.server.http.Endpoints;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** Serves the metrics in the text format of Prometheus. */
public final class MetricsApi implements HttpService {

  /**
   * The content type of the <a
   * href="https://prometheus.io/docs/instrumenting/exposition_formats/#basic-info">text format</a>.
   */
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Shorter than anybody scrapes; without a token, anybody could scrape all the time. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final SharedResult<byte[]> text;

  /**
   * Creates the service.
   *
   * @param text supplies the current metrics
   */
  public MetricsApi(Supplier<String> text) {
    this.text = new SharedResult<>(() -> text.get().getBytes(StandardCharsets.UTF_8), PERIOD);
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/metrics", (_, response) -> send(response, text.get()))
        .refuseOtherMethods();
  }

  /** Sends the text without copying it for a client that may not read it. */
  private static void send(ServerResponse response, byte[] text) {
    response
        .header(HeaderNames.CONTENT_TYPE, CONTENT_TYPE)
        .header(HeaderNames.CONTENT_LENGTH, Integer.toString(text.length));
    try (OutputStream body = response.outputStream()) {
      body.write(text);
    } catch (IOException | UncheckedIOException e) {
      throw new ServerConnectionException("the client closed the connection", e);
    }
  }
}
