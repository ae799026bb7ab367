package io.flowforge.secret;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.testing.World;
import java.util.List;

/** Pipelines as they were when fields could have any name. */
final class OldFields {

  private OldFields() {}

  /** Renames a field, and the placeholders that stand for it. */
  static Pipeline renamed(Pipeline pipeline, String from, String to) {
    List<FormField> fields =
        pipeline.form().fields().stream()
            .map(
                field ->
                    field.name().equals(from)
                        ? new FormField(
                            to,
                            field.title(),
                            field.description(),
                            field.type(),
                            field.required(),
                            field.placeholder(),
                            field.minLength(),
                            field.options(),
                            field.defaultValue())
                        : field)
            .toList();
    List<Step> steps =
        pipeline.steps().stream()
            .map(
                step ->
                    new Step(
                        step.stepName(),
                        step.stepType(),
                        step.nextStepName(),
                        step.prevStepName(),
                        World.object(
                            step.parameters()
                                .toString()
                                .replace("${" + from + "}", "${" + to + "}")),
                        step.isTerminalStep(),
                        step.policy()))
            .toList();
    return new Pipeline(
        pipeline.id(),
        pipeline.userId(),
        pipeline.orgId(),
        pipeline.pipelineName(),
        pipeline.pipelineDescription(),
        pipeline.version(),
        pipeline.prevVersionId(),
        pipeline.firstStepName(),
        steps,
        pipeline.createdOn(),
        new Form(fields));
  }
}
