package io.flowforge.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.version.StandingPipeline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline in a response. */
public record PipelineJson(
    String id,
    String userId,
    int orgId,
    String pipelineName,
    String pipelineDescription,
    int version,
    @Nullable String prevVersionId,
    String firstStepName,
    List<PipelineStepJson> steps,
    Instant createdOn,
    FormJson form,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String newestVersionId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant archivedOn) {

  record PipelineStepJson(
      String stepName,
      String stepType,
      String nextStepName,
      String prevStepName,
      ObjectNode parameters,
      @JsonProperty("is_terminal_step") boolean isTerminalStep,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode timeoutSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode retry,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode successCodes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode stepId,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode outputs,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode when) {}

  record FormJson(List<FieldJson> fields) {

    static FormJson of(Form form) {
      return new FormJson(form.fields().stream().map(PipelineJson::field).toList());
    }
  }

  record FieldJson(
      String name,
      String title,
      String description,
      String type,
      boolean required,
      String placeholder,
      int minLength,
      List<String> options,
      @JsonProperty("default") @Nullable JsonNode defaultValue,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode format,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode pattern,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode min,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode max,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode maxLength) {}

  public static PipelineJson of(Pipeline pipeline) {
    return of(new StandingPipeline(pipeline, null, null));
  }

  /** Omits what holds for the newest version of a pipeline in use, as older clients know it. */
  public static PipelineJson of(StandingPipeline standing) {
    Pipeline pipeline = standing.pipeline();
    return new PipelineJson(
        pipeline.id(),
        pipeline.userId(),
        pipeline.orgId(),
        pipeline.pipelineName(),
        pipeline.pipelineDescription(),
        pipeline.version(),
        pipeline.prevVersionId(),
        pipeline.firstStepName(),
        pipeline.steps().stream().map(PipelineJson::step).toList(),
        pipeline.createdOn(),
        FormJson.of(pipeline.form()),
        standing.newestId(),
        standing.archivedOn());
  }

  /** Omits the fields that are not set, which older clients do not know. */
  private static PipelineStepJson step(Step step) {
    ObjectNode policy = step.policy().toJson();
    ObjectNode flow = step.flow().toJson();
    return new PipelineStepJson(
        step.stepName(),
        step.stepType(),
        step.nextStepName(),
        step.prevStepName(),
        step.parameters(),
        step.isTerminalStep(),
        policy.get("timeout_seconds"),
        policy.get("retry"),
        policy.get("success_codes"),
        flow.get("step_id"),
        flow.get("outputs"),
        flow.get("when"));
  }

  /** Omits the rules that are not set, like a policy. */
  private static FieldJson field(FormField field) {
    ObjectNode rules = field.rules().toJson();
    return new FieldJson(
        field.name(),
        field.title(),
        field.description(),
        field.type().label(),
        field.required(),
        field.placeholder(),
        field.minLength(),
        field.options(),
        field.defaultValue(),
        rules.get("format"),
        rules.get("pattern"),
        rules.get("min"),
        rules.get("max"),
        rules.get("max_length"));
  }
}
