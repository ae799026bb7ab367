package io.flowforge.execution;

import io.flowforge.step.StepOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** The durations of executions of steps, by step type and outcome. */
final class StepMeters {

  private static final Duration[] BOUNDS = {
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5)
  };

  private final MeterRegistry meters;

  StepMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  Timer.Sample start() {
    return Timer.start(meters);
  }

  /** Ends a measurement; no outcome means that the request was taken from this worker. */
  void stop(Timer.Sample sample, String stepType, Optional<StepOutcome> outcome) {
    sample.stop(
        Timer.builder("flowforge.step.duration")
            .description("Durations of executions of steps")
            .tag("step_type", stepType)
            .tag("outcome", outcome.map(StepMeters::label).orElse("interrupted"))
            .serviceLevelObjectives(BOUNDS)
            .register(meters));
  }

  private static String label(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Completed _ -> "completed";
      case StepOutcome.Failed _, StepOutcome.AttemptFailed _ -> "failed";
      case StepOutcome.Suspended _ -> "suspended";
      case StepOutcome.WaitsForApproval _ -> "waits";
    };
  }
}
