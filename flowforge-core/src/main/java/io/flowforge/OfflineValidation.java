package io.flowforge;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.file.PipelineFile;
import io.flowforge.pipeline.file.PipelineFileCheck;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The validation of pipelines in files, without a server and without stores. */
public final class OfflineValidation {

  private OfflineValidation() {}

  /** The parts of a valid pipeline that there may be several of. */
  public record Size(int steps, int fields) {}

  /**
   * Validates a pipeline as a server of this version would.
   *
   * @param clock this machine's clock
   * @param warnings receives what has no effect, and what only some servers allow
   * @throws io.flowforge.error.InvalidException with one detail for each problem, such as {@code
   *     order.yaml:3:7: steps[0].step_type: ...}
   */
  public static Size validate(PipelineFile file, InstantSource clock, Consumer<String> warnings) {
    try (var steps =
        BuiltInSteps.open(
            ExecutionSettings.defaults(), false, new CompositeMeterRegistry(), clock)) {
      var check = new PipelineFileCheck(new PipelineValidator(steps.executors()), Json.mapper());
      PipelineValidator.Definition valid = check.check(file, warnings);
      return new Size(valid.steps().size(), valid.form().fields().size());
    }
  }
}
