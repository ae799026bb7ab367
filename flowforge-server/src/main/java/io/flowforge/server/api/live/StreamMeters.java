package io.flowforge.server.api.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts streams. Thread-safe. */
final class StreamMeters {

  /** Why a stream is closed whose client has gone. */
  static final String LEFT = "left";

  private final MeterRegistry registry;

  StreamMeters(MeterRegistry registry, StreamPlaces places) {
    this.registry = registry;
    Gauge.builder("flowforge.streams.open", places, StreamPlaces::count)
        .description("Streams that are open on this server")
        .register(registry);
  }

  void refused() {
    registry.counter("flowforge.streams.refused").increment();
  }

  void closed(String reason) {
    registry.counter("flowforge.streams.closed", "reason", reason).increment();
  }
}
