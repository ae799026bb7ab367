package io.flowforge.execution.queue;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.queue.QueueStateStore.QueueState;
import io.flowforge.postgres.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the queue. One query serves all gauges of a scrape; while PostgreSQL is unavailable
 * they have no value. Safe for use by many threads.
 */
public final class QueueMeters {

  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final Database database;
  private final QueueStateStore store = new QueueStateStore();
  private final InstantSource clock;
  private @Nullable QueueState state;
  private Instant readAt = Instant.MIN;

  public QueueMeters(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public void bindTo(MeterRegistry meters) {
    gauge(meters, "flowforge.queue.due", QueueState::due, "Requests that wait for a worker");
    gauge(
        meters, "flowforge.queue.later", QueueState::later, "Requests whose time has not come yet");
    gauge(
        meters,
        "flowforge.queue.lag.seconds",
        state -> state.lag().toMillis() / 1000.0,
        "How long the oldest request that waits for a worker has waited");
  }

  private void gauge(
      MeterRegistry meters, String name, ToDoubleFunction<QueueState> value, String description) {
    Gauge.builder(name, this, self -> self.read(value))
        .description(description)
        // Nothing else holds a reference to this.
        .strongReference(true)
        .register(meters);
  }

  private double read(ToDoubleFunction<QueueState> value) {
    QueueState seen = current();
    return seen == null ? Double.NaN : value.applyAsDouble(seen);
  }

  private synchronized @Nullable QueueState current() {
    if (clock.instant().isAfter(readAt.plus(MAX_AGE))) {
      try {
        state = database.inTransaction(store::state);
      } catch (UnavailableException e) {
        // The gauges show it by having no value; the work that needs PostgreSQL logs it.
        state = null;
      }
      readAt = clock.instant();
    }
    return state;
  }
}
