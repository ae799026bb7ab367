package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures the queue when somebody looks, with one query for all gauges of a look. While PostgreSQL
 * is away they have no value. Safe for use by many threads.
 */
final class QueueMeters {

  private static final Duration SHELF_LIFE = Duration.ofSeconds(1);

  private final Database database;
  private final QueueStore store = new QueueStore();
  private final InstantSource clock;
  private @Nullable QueueState state;
  private Instant readAt = Instant.MIN;

  QueueMeters(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void bindTo(MeterRegistry meters) {
    gauge(meters, "flowforge.queue.due", QueueState::due, "Requests that wait for a worker");
    gauge(meters, "flowforge.queue.later", QueueState::later, "Requests that wait for their time");
    gauge(
        meters,
        "flowforge.queue.lag.seconds",
        state -> state.lag().toMillis() / 1000.0,
        "How long the oldest of those that wait for a worker has been waiting");
  }

  private void gauge(
      MeterRegistry meters, String name, ToDoubleFunction<QueueState> value, String description) {
    Gauge.builder(name, this, self -> self.read(value))
        .description(description)
        // Nobody else keeps it.
        .strongReference(true)
        .register(meters);
  }

  private double read(ToDoubleFunction<QueueState> value) {
    QueueState seen = current();
    return seen == null ? Double.NaN : value.applyAsDouble(seen);
  }

  private synchronized @Nullable QueueState current() {
    if (clock.instant().isAfter(readAt.plus(SHELF_LIFE))) {
      try {
        state = database.inTransaction(store::state);
      } catch (UnavailableException e) {
        // Said by the gauges, which have no value now; whoever needs PostgreSQL logs it.
        state = null;
      }
      readAt = clock.instant();
    }
    return state;
  }
}
