package io.flowforge;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.flowforge.step.wait.DelayStep;
import io.flowforge.step.wait.WaitForCallbackStep;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/**
 * The step types of Flowforge.
 *
 * @param executors all of them, by name
 * @param api the one that holds connections; closed with this
 */
record BuiltInSteps(StepExecutors executors, ApiStep api) implements AutoCloseable {

  /**
   * Registers the step types. This is the only place.
   *
   * @param hasKeys whether this process has keys of secrets
   */
  static BuiltInSteps open(
      ExecutionSettings settings, boolean hasKeys, MeterRegistry meters, InstantSource clock) {
    ApiStep api =
        ApiStep.open(settings.calls(), settings.requestsInFlight(), Json.mapper(), meters, clock);
    return new BuiltInSteps(
        new StepExecutors(
            List.of(
                api,
                new ApprovalStep(),
                new DelayStep(settings.waits()),
                new WaitForCallbackStep(settings.waits(), hasKeys))),
        api);
  }

  @Override
  public void close() {
    api.close();
  }
}
