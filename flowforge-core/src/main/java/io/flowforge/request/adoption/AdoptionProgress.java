package io.flowforge.request.adoption;

import io.flowforge.trace.LogEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of adoption, for the log and the metrics of a server. */
final class AdoptionProgress {

  private static final Logger LOG = System.getLogger(AdoptionProgress.class.getName());

  private final MeterRegistry meters;
  private final int loggedEvery;
  private final AtomicLong left = new AtomicLong();

  /**
   * @param loggedEvery how many requests are adopted between two lines of the log
   */
  AdoptionProgress(MeterRegistry meters, int loggedEvery) {
    this.meters = meters;
    this.loggedEvery = loggedEvery;
    Gauge.builder("flowforge.adoption.left", left, AtomicLong::get)
        .description("Requests of an older system that are still to be adopted")
        .register(meters);
    for (AdoptionKind kind : AdoptionKind.values()) {
      var _ = adopted(kind);
    }
  }

  /** Notes how many are left to adopt. */
  void begin(long count) {
    left.set(Math.max(count, 0));
  }

  void count(AdoptionKind kind) {
    adopted(kind).increment();
  }

  private Counter adopted(AdoptionKind kind) {
    return meters.counter("flowforge.adopted.requests", "kind", kind.name());
  }

  /** Notes that a batch has been handled. */
  void handled(int count, int adoptedBefore, int adopted) {
    long rest = left.updateAndGet(before -> Math.max(before - count, 0));
    if (adopted / loggedEvery > adoptedBefore / loggedEvery) {
      LOG.log(
          Level.INFO, LogEvent.of("adoption_progress").with("adopted", adopted).with("left", rest));
    }
  }

  void end(int adopted) {
    left.set(0);
    if (adopted > 0) {
      LOG.log(Level.INFO, LogEvent.of("requests_adopted").with("count", adopted));
    }
  }
}
