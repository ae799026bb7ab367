package io.flowforge.faults.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.stream.EventStreamException;
import io.flowforge.cli.connection.stream.OpenEventStream;
import io.flowforge.cli.connection.stream.ReceivedEvent;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A stream that is opened again behind its last event, at any server, whenever it ends or nothing
 * comes any more.
 */
final class EventReading {

  /** How often a viewer looks whether to stop. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final StreamClient client;
  private final String path;
  private final Duration patience;
  private final RandomGenerator random;
  private String lastEventId = "";

  /**
   * @param patience how long a stream may be silent; less than the time between comments makes
   *     viewers reconnect all the time
   */
  EventReading(StreamClient client, String path, Duration patience, RandomGenerator random) {
    this.client = client;
    this.path = path;
    this.patience = patience;
    this.random = random;
  }

  /** What becomes of events. */
  interface Receiver {

    /** Takes an event, and returns whether to go on. */
    boolean takes(String type, JsonNode data) throws InterruptedException;

    /** Returns whether to go on although nothing has happened. */
    boolean isWaiting();
  }

  /** Reads until the receiver does not want to go on. */
  void read(Receiver receiver) throws InterruptedException {
    boolean goesOn = true;
    while (goesOn) {
      try (OpenEventStream stream = client.open(random, path, lastEventId)) {
        goesOn = read(stream, receiver);
      } catch (EventStreamException _) {
        // The server was killed or stops, or it has no room.
        StreamClient.pause(random);
        goesOn = receiver.isWaiting();
      }
    }
  }

  private boolean read(OpenEventStream stream, Receiver receiver)
      throws EventStreamException, InterruptedException {
    while (stream.silence().compareTo(patience) < 0) {
      Optional<ReceivedEvent> event = stream.next(LOOK);
      if (event.isEmpty()) {
        if (!receiver.isWaiting()) {
          return false;
        }
      } else {
        // What has been taken need not be sent again.
        lastEventId = event.get().id();
        if (!receiver.takes(event.get().type(), data(event.get()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static JsonNode data(ReceivedEvent event) {
    try {
      return Json.mapper().readTree(event.data());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that is not JSON: " + event, e);
    }
  }
}
