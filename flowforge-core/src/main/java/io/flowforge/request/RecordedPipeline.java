package io.flowforge.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.request.state.StepChange;
import java.util.ArrayList;
import java.util.List;

/** A pipeline that is gone, as far as the request and its events tell of it. */
final class RecordedPipeline {

  private RecordedPipeline() {}

  /**
   * Returns a pipeline with an empty form.
   *
   * @param recorded the steps in their order
   */
  static Pipeline of(ServiceRequest request, List<StepChange> recorded) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      boolean isLast = i == recorded.size() - 1;
      steps.add(
          new Step(
              recorded.get(i).stepName(),
              recorded.get(i).stepType(),
              isLast ? "" : recorded.get(i + 1).stepName(),
              i == 0 ? "" : recorded.get(i - 1).stepName(),
              JsonNodeFactory.instance.objectNode(),
              isLast));
    }
    return new Pipeline(
        request.pipelineId(),
        "",
        request.orgId(),
        request.pipelineName(),
        "",
        request.pipelineVersion(),
        null,
        steps.isEmpty() ? "" : steps.getFirst().stepName(),
        steps,
        request.createdOn(),
        new Form(List.of()));
  }
}
