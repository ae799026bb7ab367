package io.flowforge.cli.client.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.connection.stream.EventStreamException;
import io.flowforge.cli.connection.stream.EventStreamException.Remedy;
import io.flowforge.cli.connection.stream.OpenEventStream;
import io.flowforge.cli.connection.stream.ReceivedEvent;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a request, which prints what is new between two looks. It only makes things
 * quicker: whatever is odd about it ends it, and the looks go on alone until it is tried again. Not
 * thread-safe.
 */
final class FollowedStream implements AutoCloseable {

  /** What a server may ask for between two connections; what is less or more counts as this. */
  private static final Duration MIN_SERVER_RETRY = Duration.ofMillis(100);

  private static final Duration MAX_SERVER_RETRY = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 10;

  private final RequestClient requests;
  private final String id;
  private final RequestProgress progress;
  private final StreamPatience patience;
  private final StreamPlace place = new StreamPlace();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private @Nullable OpenEventStream stream;
  private boolean isPrepared;
  private boolean isGivenUp;
  private boolean isSettled;
  private boolean hasBrought;
  private int events;
  private int failures;
  private Duration pause = Duration.ZERO;
  private long pauseBegan = System.nanoTime();

  FollowedStream(
      RequestClient requests, String id, RequestProgress progress, StreamPatience patience) {
    this.requests = requests;
    this.id = id;
    this.progress = progress;
    this.patience = patience;
  }

  /** Asks, before the first look, what must be known to continue after it. */
  void prepare() {
    if (!isPrepared && !isGivenUp) {
      try {
        JsonNode run = requests.history(id, OptionalLong.empty(), 1).path("run");
        place.beginIn(run.asInt(1));
        isPrepared = true;
      } catch (NotFoundException _) {
        // Of an older server, or there is no such request, which the look finds out.
        isGivenUp = true;
      } catch (FlowforgeException _) {
        // The look has the same cause to fail, or does without.
      }
    }
  }

  /**
   * Prints what the stream brings, until it is time to look at the request.
   *
   * @param interval when that is if there is no stream
   * @param longest when that is in any case
   * @return whether an event has come meanwhile. Comments come from a server without its stores,
   *     too
   */
  boolean await(Duration interval, Duration longest) throws InterruptedException {
    boolean isWanted = isPrepared && !isGivenUp;
    Duration pauseLeft = pause.minus(since(pauseBegan));
    if (stream == null && isWanted && !pauseLeft.isPositive()) {
      stream = requests.events(id, place.eventId());
      hasBrought = false;
      isSettled = false;
    }
    OpenEventStream open = stream;
    if (open == null) {
      Duration look = shorter(interval, longest);
      Thread.sleep(isWanted ? shorter(look, pauseLeft) : look);
      return false;
    }
    int eventsBefore = events;
    try {
      readUntilLook(open, interval, longest);
    } catch (EventStreamException e) {
      leave(e.remedy(), delay(e));
    }
    return events > eventsBefore;
  }

  /** Returns whether there is a stream, so that the server is asked only when there is a reason. */
  boolean isOpen() {
    return stream != null && stream.heard() > 0;
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private void readUntilLook(OpenEventStream open, Duration interval, Duration longest)
      throws EventStreamException, InterruptedException {
    long begin = System.nanoTime();
    while (stream != null) {
      Duration limit = open.heard() > 0 ? longest : shorter(interval, longest);
      Duration rest = limit.minus(since(begin));
      Optional<ReceivedEvent> event = open.next(waitFor(open, rest));
      if (event.isPresent()) {
        take(event.get());
        events++;
      } else if (!isSettled && rest.isPositive()) {
        checkSilence(open);
      }
      // Also when more has arrived: whoever follows has other things to do at that time.
      if (!rest.isPositive() || (isSettled && event.isEmpty())) {
        isSettled = false;
        return;
      }
    }
  }

  private Duration waitFor(OpenEventStream open, Duration rest) {
    if (isSettled) {
      return patience.burst();
    }
    Duration silence = open.heard() > 0 ? patience.silence() : patience.firstByte();
    return shorter(rest, silence.minus(open.silence()));
  }

  private void checkSilence(OpenEventStream open) {
    if (open.heard() == 0 && open.silence().compareTo(patience.firstByte()) >= 0) {
      leave(Remedy.WAIT, patience.heldBack());
    } else if (open.silence().compareTo(patience.silence()) >= 0) {
      leave(Remedy.RECONNECT, backoff());
    }
  }

  private void take(ReceivedEvent event) throws EventStreamException {
    switch (event.type()) {
      case "transition" -> {
        JsonNode transition = data(event);
        if (place.advance(event)) {
          hasBrought = true;
          take(transition);
        }
      }
      case "log" -> {
        JsonNode log = data(event);
        if (place.advance(event)) {
          hasBrought = true;
          takeLog(log);
        }
      }
      // The database was set back, so the numbers of events begin again; looks do not need them.
      case "reset" -> leave(Remedy.GIVE_UP, Duration.ZERO);
      // If a look does not find the end, the stream goes on.
      case "end" -> leave(Remedy.RECONNECT, backoff());
      case "close" ->
          leave(
              data(event).path("reason").asText().equals("forbidden")
                  ? Remedy.GIVE_UP
                  : Remedy.RECONNECT,
              backoff());
      default -> {
        // Of a later version of the server.
      }
    }
  }

  private void take(JsonNode transition) {
    String status = transition.path("request_status").asText();
    isSettled = !status.equals("Running") && !status.equals("Not Started");
    if (place.isLatest(transition.path("run").asInt())) {
      boolean isRejection = transition.path("transition").asText().equals("REJECT");
      for (JsonNode step : transition.path("steps")) {
        progress.changed(step, isRejection);
      }
      progress.flush();
    }
  }

  private void takeLog(JsonNode log) {
    String step = log.path("step_name").asText();
    List<String> lines = new ArrayList<>();
    log.path("lines").forEach(line -> lines.add(line.asText()));
    if (place.isLatest(log.path("run").asInt())) {
      if (place.beginsLogAgain(step)) {
        progress.beginsLogAgain(step);
      }
      progress.logged(step, place.append(step, lines.size()), lines);
      progress.flush();
    }
  }

  private static JsonNode data(ReceivedEvent event) throws EventStreamException {
    try {
      return Json.mapper().readTree(event.data());
    } catch (JsonProcessingException e) {
      throw new EventStreamException(
          Remedy.GIVE_UP, "an event has data that is not JSON: " + e.getOriginalMessage());
    }
  }

  private void leave(Remedy remedy, Duration delay) {
    close();
    isGivenUp |= remedy == Remedy.GIVE_UP;
    pause = delay;
    pauseBegan = System.nanoTime();
  }

  private Duration delay(EventStreamException end) {
    return switch (end.remedy()) {
      case RECONNECT -> backoff();
      // Later than asked for, not earlier, and not all clients at once.
      case WAIT -> times(end.retryAfter().orElse(patience.noRoom()), 1 + random.nextDouble() / 2);
      case GIVE_UP -> Duration.ZERO;
    };
  }

  private Duration backoff() {
    failures = hasBrought ? 0 : Math.min(failures + 1, MAX_DOUBLINGS);
    Duration first =
        stream == null
            ? patience.retry()
            : stream.retry().map(FollowedStream::bounded).orElse(patience.retry());
    Duration grown = shorter(first.multipliedBy(1L << failures), patience.longestRetry());
    return times(grown, 0.5 + random.nextDouble());
  }

  private static Duration bounded(Duration ofServer) {
    return ofServer.compareTo(MIN_SERVER_RETRY) < 0
        ? MIN_SERVER_RETRY
        : shorter(ofServer, MAX_SERVER_RETRY);
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
