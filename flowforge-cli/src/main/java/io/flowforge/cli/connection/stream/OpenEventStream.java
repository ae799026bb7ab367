package io.flowforge.cli.connection.stream;

import io.flowforge.cli.connection.stream.EventStreamException.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that a thread of its own connects to and reads, so that nobody who waits for
 * events waits longer than it wants. What is read and not taken yet is at most one event and what
 * came with it in {@value #BUFFER_BYTES} bytes. Used by one thread at a time.
 */
public final class OpenEventStream implements AutoCloseable {

  /**
   * The maximum size of an event. The largest that a server sends has the lines that a step has
   * written at once, at most 1 MB, each with its step, time and level.
   */
  private static final int MAX_EVENT_BYTES = 64 * 1024 * 1024;

  private static final int BUFFER_BYTES = 8 * 1024;

  /** A server that asks for more is not waited for longer. */
  private static final int MAX_RETRY_AFTER_SECONDS = 600;

  private final HttpClient http;
  private final EventStreamDecoder decoder = new EventStreamDecoder(MAX_EVENT_BYTES);
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(1);
  private final Thread reader;
  private volatile @Nullable InputStream body;
  private volatile boolean isClosed;
  private volatile int heard;
  private volatile long heardAt = System.nanoTime();
  private volatile long retryMillis = -1;

  /** What the reading thread has to say. */
  private sealed interface Signal {

    record Arrived(ReceivedEvent event) implements Signal {}

    record Ended(EventStreamException end) implements Signal {}
  }

  private OpenEventStream(HttpClient http, Supplier<HttpRequest> request) {
    this.http = http;
    this.reader = Thread.ofVirtual().name("event-stream").unstarted(() -> read(request));
  }

  /**
   * Begins to connect, and returns at once.
   *
   * @param request called by another thread; it may fail with any exception, which ends the stream
   */
  public static OpenEventStream open(HttpClient http, Supplier<HttpRequest> request) {
    var stream = new OpenEventStream(http, request);
    stream.reader.start();
    return stream;
  }

  /**
   * Waits for the next event.
   *
   * @return empty if there is none within that time
   * @throws EventStreamException if the stream has ended, or has not begun
   */
  public Optional<ReceivedEvent> next(Duration wait)
      throws EventStreamException, InterruptedException {
    Signal signal = signals.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    return switch (signal) {
      case null -> Optional.empty();
      case Signal.Arrived(ReceivedEvent event) -> Optional.of(event);
      case Signal.Ended(EventStreamException end) -> throw end;
    };
  }

  /** Returns how often something of the stream has arrived, be it a part of a comment. */
  public int heard() {
    return heard;
  }

  /** Returns the time since something arrived last, or since the stream was opened. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  /** Returns how long the server wants clients to wait before they connect again, if it said so. */
  public Optional<Duration> retry() {
    return retryMillis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retryMillis));
  }

  /** Ends the connection. */
  @Override
  public void close() {
    isClosed = true;
    reader.interrupt();
    closeBody();
  }

  private void closeBody() {
    InputStream open = body;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // Nothing more is wanted of it, and the connection is gone either way.
      }
    }
  }

  private void read(Supplier<HttpRequest> request) {
    try {
      signals.put(new Signal.Ended(endOf(request)));
    } catch (InterruptedException _) {
      // The stream was closed, so nobody waits for its end.
      Thread.currentThread().interrupt();
    }
  }

  private EventStreamException endOf(Supplier<HttpRequest> request) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = http.send(request.get(), BodyHandlers.ofInputStream());
      try (InputStream opened = response.body()) {
        body = opened;
        if (isClosed) {
          throw new InterruptedException("closed");
        }
        requireStream(response);
        readEvents(opened);
      }
      return new EventStreamException(Remedy.RECONNECT, "the server has ended the stream");
    } catch (EventStreamException e) {
      return e;
    } catch (IOException e) {
      return new EventStreamException(Remedy.RECONNECT, "the connection broke: " + e, e);
    } catch (RuntimeException e) {
      return new EventStreamException(Remedy.WAIT, "no call could be made: " + e, e);
    }
  }

  private static void requireStream(HttpResponse<InputStream> response)
      throws EventStreamException {
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (status == 200 && type.startsWith("text/event-stream")) {
      return;
    }
    boolean isTemporary = status == 401 || status == 429 || status >= 500;
    throw new EventStreamException(
        isTemporary ? Remedy.WAIT : Remedy.GIVE_UP,
        "the server responded with %d (%s)".formatted(status, type),
        isTemporary ? retryAfter(response) : null);
  }

  private static @Nullable Duration retryAfter(HttpResponse<InputStream> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    boolean isNumber =
        !seconds.isEmpty() && seconds.length() < 9 && seconds.chars().allMatch(Character::isDigit);
    // A date is as good as nothing: the client waits as long as it would without the header.
    return isNumber
        ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), MAX_RETRY_AFTER_SECONDS))
        : null;
  }

  private void readEvents(InputStream stream)
      throws IOException, EventStreamException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int arrivals = 0;
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      heardAt = System.nanoTime();
      arrivals++;
      heard = arrivals;
      for (ReceivedEvent event : decoder.decode(buffer, count)) {
        signals.put(new Signal.Arrived(event));
      }
      retryMillis = decoder.retryMillis().orElse(-1);
    }
  }
}
