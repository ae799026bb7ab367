package io.flowforge.execution.queue;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.queue.QueueStateStore.QueueState;
import io.flowforge.postgres.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the queue. One query serves all gauges of a scrape; while PostgreSQL is unavailable
 * they have no value. Safe for use by many threads.
 */
public final class QueueMeters {

  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private static final String DUE = "Requests that wait for a worker";
  private static final String LATER = "Requests whose time has not come yet";
  private static final String LAG =
      "How long the oldest request that waits for a worker has waited";

  private record Seen(QueueState state, Map<WaitingReason, Long> waiting) {}

  private final Database database;
  private final QueueStateStore store = new QueueStateStore();
  private final InstantSource clock;
  private final InFlightCaps caps;
  private final Supplier<Room> room;
  private @Nullable Seen seen;
  private Instant readAt = Instant.MIN;

  /**
   * Creates the gauges.
   *
   * @param room what this server has room for
   */
  public QueueMeters(
      Database database, InstantSource clock, InFlightCaps caps, Supplier<Room> room) {
    this.database = database;
    this.clock = clock;
    this.caps = caps;
    this.room = room;
  }

  public void bindTo(MeterRegistry meters) {
    gauge(meters, "flowforge.queue.due", now -> now.state().dueCount(), DUE);
    gauge(meters, "flowforge.queue.later", now -> now.state().later(), LATER);
    gauge(meters, "flowforge.queue.lag.seconds", now -> lag(now.state()), LAG);
    for (WaitingReason reason : WaitingReason.values()) {
      gauge(
          meters,
          "flowforge.queue.waiting",
          now -> now.waiting().getOrDefault(reason, 0L),
          "Requests in the queue, by what they wait for",
          Tag.of("reason", reason.label()));
    }
  }

  private static double lag(QueueState state) {
    return state.lag().toMillis() / 1000.0;
  }

  private void gauge(
      MeterRegistry meters,
      String name,
      ToDoubleFunction<Seen> value,
      String description,
      Tag... tags) {
    Gauge.builder(name, this, self -> self.read(value))
        .description(description)
        .tags(List.of(tags))
        // Nothing else holds a reference to this.
        .strongReference(true)
        .register(meters);
  }

  private double read(ToDoubleFunction<Seen> value) {
    Seen now = current();
    return now == null ? Double.NaN : value.applyAsDouble(now);
  }

  private synchronized @Nullable Seen current() {
    if (clock.instant().isAfter(readAt.plus(MAX_AGE))) {
      try {
        seen = read();
      } catch (UnavailableException e) {
        // The gauges show it by having no value; the work that needs PostgreSQL logs it.
        seen = null;
      }
      readAt = clock.instant();
    }
    return seen;
  }

  private Seen read() {
    QueueState state = database.inTransaction(tx -> store.state(tx, caps.areSet()));
    return new Seen(state, new WaitingCounts(caps, room.get(), state.held()).byReason(state));
  }
}
