package io.flowforge.load.runs;

import io.flowforge.load.floor.RecordedRun;
import io.flowforge.load.result.Series;
import java.util.List;

/** The figures of runs with a number of steps, of all rounds. */
final class RunFigures {

  static final List<String> HEAD =
      List.of(
          "servers",
          "steps",
          "runs/s",
          "steps/s",
          "pgbench, runs/s",
          "share of pgbench",
          "at half: runs/s",
          "submit to first step: p50 ms",
          "p99 ms",
          "step to step: p50 ms",
          "p99 ms",
          "alone, start to Completed: p50 ms",
          "pgbench with one client, ms",
          "statements of a run",
          "transactions",
          "round trips");

  final int servers;
  final int steps;
  final Submitter submitter;
  final RecordedRun recorded;
  final Series runs = new Series();
  final Series floor = new Series();
  final Series share = new Series();
  final Series rate = new Series();
  final Series alone = new Series();
  final Series aloneFloor = new Series();
  private final Series firstP50 = new Series();
  private final Series firstP99 = new Series();
  private final Series betweenP50 = new Series();
  private final Series betweenP99 = new Series();

  RunFigures(int servers, int steps, Submitter submitter, RecordedRun recorded) {
    this.servers = servers;
    this.steps = steps;
    this.submitter = submitter;
    this.recorded = recorded;
  }

  void add(StepTimes times) {
    firstP50.add(times.toFirstMillis(50));
    firstP99.add(times.toFirstMillis(99));
    betweenP50.add(times.betweenMillis(50));
    betweenP99.add(times.betweenMillis(99));
  }

  List<String> row() {
    return List.of(
        Integer.toString(servers),
        Integer.toString(steps),
        runs.toString(),
        Series.text(runs.median() * steps),
        floor.toString(),
        share + " %",
        rate.toString(),
        firstP50.toString(),
        firstP99.toString(),
        steps == 1 ? "" : betweenP50.toString(),
        steps == 1 ? "" : betweenP99.toString(),
        alone.toString(),
        aloneFloor.toString(),
        Integer.toString(recorded.statements()),
        Integer.toString(recorded.transactions().size()),
        Integer.toString(recorded.roundTrips()));
  }
}
