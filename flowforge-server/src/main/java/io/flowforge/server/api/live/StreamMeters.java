package io.flowforge.server.api.live;

import io.flowforge.live.event.CloseReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Stream;

/** Counts streams. Thread-safe. */
final class StreamMeters {

  /** Why a stream is closed of which everything has been told. */
  static final String END = "end";

  /** Why a stream is closed whose client has gone. */
  static final String LEFT = "left";

  private final MeterRegistry registry;
  private final Counter refused;

  StreamMeters(MeterRegistry registry, StreamPlaces places) {
    this.registry = registry;
    Gauge.builder("flowforge.streams.open", places, StreamPlaces::count)
        .description("Streams that are open on this server")
        .register(registry);
    refused =
        Counter.builder("flowforge.streams.refused")
            .description("Streams that were refused because of their limits")
            .register(registry);
    // So that each has a value before it happens for the first time.
    Stream.concat(Stream.of(END, LEFT), Stream.of(CloseReason.values()).map(CloseReason::label))
        .forEach(this::closedBy);
  }

  void refused() {
    refused.increment();
  }

  void closed(String reason) {
    closedBy(reason).increment();
  }

  private Counter closedBy(String reason) {
    return Counter.builder("flowforge.streams.closed")
        .description("Streams that were closed, by the reason")
        .tag("reason", reason)
        .register(registry);
  }
}
