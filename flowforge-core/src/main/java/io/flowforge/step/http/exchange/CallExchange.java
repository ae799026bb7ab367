package io.flowforge.step.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one request and its response. Used by one thread, except for the timer, which
 * closes the connection.
 */
public final class CallExchange implements AutoCloseable {

  private static final String ATTRIBUTE = "io.flowforge.exchange";

  private final ReadingTime time;
  private final BodyRoom.@Nullable BodyPlace place;
  private boolean isOnReusedConnection;
  private boolean isSent;
  private boolean isAnswered;
  private boolean isReusable = true;
  private boolean isWithoutBody;
  private volatile boolean isOverdue;

  /** The value of {@link System#nanoTime} at which the time for reading is over. */
  private long end = System.nanoTime();

  private CompletableFuture<Boolean> timer = CompletableFuture.completedFuture(true);

  /**
   * @param place where a large body is kept; null to keep only the beginning of a body
   */
  public CallExchange(ReadingTime time, BodyRoom.@Nullable BodyPlace place) {
    this.time = time;
    this.place = place;
  }

  /** Returns the context in which the client finds this exchange. */
  public HttpClientContext context() {
    var context = HttpClientContext.create();
    context.setAttribute(ATTRIBUTE, this);
    return context;
  }

  /** Returns the exchange of a context. */
  static CallExchange in(HttpContext context) {
    return (CallExchange) Objects.requireNonNull(context.getAttribute(ATTRIBUTE));
  }

  /** Tests whether the connection may serve another exchange after this one. */
  public static boolean isReusable(HttpContext context) {
    return in(context).isReusable;
  }

  /**
   * Tests whether the request may be sent again after a failure: the target had closed a connection
   * that was waiting to be reused, and either it cannot have received the whole request, or the
   * method is idempotent.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2">RFC 9110, 9.2.2</a>
   */
  public boolean mayBeRepeated(IOException failure, boolean isIdempotent) {
    boolean isTimeout = failure instanceof InterruptedIOException;
    return isOnReusedConnection && !isAnswered && !isTimeout && (!isSent || isIdempotent);
  }

  /** Tests whether the whole request was sent. */
  public boolean isSent() {
    return isSent;
  }

  /**
   * Begins on a connection.
   *
   * @throws IOException if the connection was closed, or brought something that nobody asked for:
   *     the announcement that it will be closed, or a response to no request
   */
  void begin(HttpClientConnection connection) throws IOException {
    isOnReusedConnection = connection.getEndpointDetails().getRequestCount() > 0;
    if (isOnReusedConnection && connection.isStale()) {
      throw new NoHttpResponseException("the target had closed the connection");
    }
  }

  void sent() {
    isSent = true;
  }

  void answered() {
    isAnswered = true;
  }

  /** Tests whether the body was not received, although there may be one. */
  public boolean isWithoutBody() {
    return isWithoutBody;
  }

  /**
   * Reads a body.
   *
   * @param abort is called if the body was not read to its end
   */
  public BodyBytes read(InputStream stream, Runnable abort) {
    BodyBytes body = BodyBytes.read(stream, place, end);
    if (!body.isRead()) {
      forbidReuse();
      abort.run();
    }
    return body;
  }

  void withoutBody() {
    isWithoutBody = true;
    forbidReuse();
  }

  /** Keeps the connection from being reused: what follows on it is not known. */
  void forbidReuse() {
    isReusable = false;
  }

  /** Starts the time for reading a response, after which the connection is closed. */
  void startTimer(HttpClientConnection connection) {
    stopTimer();
    Duration left = time.left();
    end = System.nanoTime() + left.toNanos();
    var started = new CompletableFuture<Boolean>();
    var _ =
        started
            .orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, failure) -> {
                  if (failure instanceof TimeoutException) {
                    isOverdue = true;
                    connection.close(CloseMode.IMMEDIATE);
                  }
                });
    timer = started;
  }

  void stopTimer() {
    timer.complete(true);
  }

  boolean isOverdue() {
    return isOverdue;
  }

  /** Ends the exchange. */
  @Override
  public void close() {
    stopTimer();
  }
}
