package io.flowforge.generator;

import io.hyperfoil.api.config.Benchmark;
import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.PhaseBuilder;
import io.hyperfoil.api.config.SequenceBuilder;
import io.hyperfoil.api.config.SessionLimitPolicy;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** One order, carried out by Hyperfoil in one thread. */
final class LoadRun {

  /** How long answers are awaited after the last call. */
  private static final long PATIENCE_MILLIS = 10_000;

  /** Hyperfoil may end its phase a moment before the last calls are due. */
  private static final double MIN_SHARE_SENT = 0.99;

  private final LoadOrder order;
  private final CallTimes times;
  private final Conversations conversations;
  private final StatisticsSnapshot statistics = new StatisticsSnapshot();

  LoadRun(LoadOrder order) {
    this.order = order;
    times =
        new CallTimes(
            order.rate() == 0 ? 0 : 1e9 / order.rate(),
            order.warmUpMillis() * 1_000_000,
            order.millis() * 1_000_000);
    conversations = new Conversations(order, times);
  }

  /** Sends all calls and awaits the answers. */
  LoadReport run() {
    new LocalSimulationRunner(benchmark(), (_, _, _, snapshot, _) -> add(snapshot), null, null)
        .run();
    Histogram micros = times.micros();
    return new LoadReport(
        micros.getTotalCount(),
        times.perSecond(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        problems(),
        isWhole());
  }

  private synchronized void add(StatisticsSnapshot snapshot) {
    statistics.add(snapshot);
  }

  private Benchmark benchmark() {
    BenchmarkBuilder builder =
        BenchmarkBuilder.builder()
            .name("load")
            .threads(1)
            .failurePolicy(Benchmark.FailurePolicy.CONTINUE);
    HttpPluginBuilder http = builder.addPlugin(HttpPluginBuilder::new);
    http.ergonomics().repeatCookies(false).userAgentFromSession(false);
    for (int port : order.ports()) {
      http.http("http://127.0.0.1:" + port)
          .allowHttp2(false)
          .sharedConnections(order.connections());
    }
    long millis = order.warmUpMillis() + order.millis();
    SequenceBuilder sequence =
        phase(builder.addPhase("load"))
            .duration(millis)
            .maxDuration(millis + PATIENCE_MILLIS)
            .scenario()
            .initialSequence("call");
    var steps = new CallSteps(conversations);
    steps.begin(sequence);
    if (order.startsWhatItCreates()) {
      steps.create(sequence);
      steps.start(sequence);
    } else {
      steps.call(sequence, HttpMethod.valueOf(order.method()));
    }
    return builder.build();
  }

  private PhaseBuilder<?> phase(PhaseBuilder.Catalog catalog) {
    return order.rate() == 0
        ? catalog.always(order.connections())
        : catalog
            .constantRate(1)
            .usersPerSec(order.rate())
            .variance(false)
            .maxSessions(order.connections())
            .sessionLimitPolicy(SessionLimitPolicy.CONTINUE);
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    conversations
        .refused()
        .forEach((status, count) -> problems.add(count + " calls were answered with " + status));
    if (statistics.errors() > 0) {
      problems.add(
          "%d connections broke, %d calls timed out, %d failed in the load generator"
              .formatted(
                  statistics.connectionErrors,
                  statistics.requestTimeouts,
                  statistics.internalErrors));
    }
    if (times.micros().getTotalCount() == 0) {
      problems.add("no call was answered");
    }
    return problems;
  }

  private boolean isWhole() {
    double expected = order.rate() * (order.warmUpMillis() + order.millis()) / 1000;
    return times.started() >= expected * MIN_SHARE_SENT - 1;
  }
}
