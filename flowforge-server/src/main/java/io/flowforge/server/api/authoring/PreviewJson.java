package io.flowforge.server.api.authoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowforge.step.PreviewedCall;
import io.flowforge.step.preview.PreviewedPipeline;
import io.flowforge.step.preview.PreviewedStep;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A preview in a response. */
record PreviewJson(String pipelineName, List<StepPreviewJson> steps, int omittedSteps) {

  record StepPreviewJson(
      String stepName,
      String stepType,
      String description,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean skipped,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CallJson call,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {

    static StepPreviewJson of(PreviewedStep step) {
      PreviewedCall call = step.call();
      return new StepPreviewJson(
          step.stepName(),
          step.stepType(),
          step.description(),
          step.isSkipped() ? Boolean.TRUE : null,
          step.notes(),
          call == null
              ? null
              : new CallJson(
                  call.method(), call.url(), call.headers(), call.body(), step.bodyLength()),
          step.problem());
    }
  }

  record CallJson(
      String method, String url, Map<String, String> headers, String body, int bodyLength) {}

  static PreviewJson of(PreviewedPipeline preview) {
    return new PreviewJson(
        preview.pipelineName(),
        preview.steps().stream().map(StepPreviewJson::of).toList(),
        preview.omittedSteps());
  }
}
