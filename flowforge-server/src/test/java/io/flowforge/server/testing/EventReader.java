package io.flowforge.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody who reads a stream of server-sent events, as browsers do. Not thread-safe. */
public final class EventReader implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  private EventReader(HttpResponse<InputStream> response) {
    this.response = response;
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** An event. */
  public record Event(String name, String id, JsonNode data) {

    /** Returns what the event says, without the place where it stands in the stream. */
    public String text() {
      return name + " " + data;
    }
  }

  /** Opens a stream from its beginning. */
  public static EventReader open(Client client, String path) {
    return open(client, path, "");
  }

  /**
   * Opens a stream.
   *
   * @param lastEventId empty for the beginning
   */
  public static EventReader open(Client client, String path, String lastEventId) {
    HttpRequest.Builder request = client.request(path).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      return new EventReader(client.http().send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public int status() {
    return response.statusCode();
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** Waits for the next comment and returns it; events before it are lost. */
  public String nextComment() {
    try {
      String line = lines.readLine();
      while (line != null && !line.startsWith(":")) {
        line = lines.readLine();
      }
      if (line == null) {
        throw new AssertionError("the stream ended without another comment");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the next event; empty at the end of the stream. */
  public Optional<Event> next() {
    String name = "message";
    String id = "";
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          return Optional.of(new Event(name, id, JSON.readTree(data)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the next event with that name, and returns all up to it. */
  public List<Event> until(String name) {
    List<Event> events = new ArrayList<>();
    Event event;
    do {
      event = next().orElseThrow(() -> new AssertionError("no " + name + " after " + events));
      events.add(event);
    } while (!event.name().equals(name));
    return events;
  }

  /** Reads to the end of the stream. */
  public List<Event> rest() {
    List<Event> events = new ArrayList<>();
    for (Optional<Event> event = next(); event.isPresent(); event = next()) {
      events.add(event.get());
    }
    return events;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
