package io.flowforge.pipeline;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.form.rule.RulesDraft;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pipeline as the client sent it, not validated yet. */
public record PipelineDraft(
    @Nullable Integer orgId,
    @Nullable String pipelineName,
    @Nullable String pipelineDescription,
    @Nullable String firstStepName,
    @Nullable List<@Nullable StepDraft> steps,
    @Nullable FormDraft form) {

  /**
   * A {@link Step} as the client sent it.
   *
   * @param others the properties that a step does not have
   */
  public record StepDraft(
      @Nullable String stepName,
      @Nullable String stepType,
      @Nullable String nextStepName,
      @Nullable String prevStepName,
      @Nullable ObjectNode parameters,
      @JsonProperty("is_terminal_step") @Nullable Boolean isTerminalStep,
      @Nullable JsonNode timeoutSeconds,
      @Nullable JsonNode retry,
      @Nullable JsonNode successCodes,
      @Nullable JsonNode stepId,
      @Nullable JsonNode outputs,
      @Nullable JsonNode when,
      @JsonAnySetter @Nullable Map<String, JsonNode> others) {

    /** The names of the properties. */
    static final List<String> NAMES =
        List.of(
            "step_name",
            "step_type",
            "next_step_name",
            "prev_step_name",
            "parameters",
            "is_terminal_step",
            "timeout_seconds",
            "retry",
            "success_codes",
            "step_id",
            "outputs",
            "when");
  }

  /** A {@link Form} as the client sent it. */
  public record FormDraft(@Nullable List<@Nullable FieldDraft> fields) {}

  /** A {@link FormField} as the client sent it. */
  public record FieldDraft(
      @Nullable String name,
      @Nullable String title,
      @Nullable String description,
      @Nullable String type,
      @Nullable Boolean required,
      @Nullable String placeholder,
      @Nullable Integer minLength,
      @Nullable JsonNode options,
      @JsonProperty("default") @Nullable JsonNode defaultValue,
      @Nullable JsonNode format,
      @Nullable JsonNode pattern,
      @Nullable JsonNode min,
      @Nullable JsonNode max,
      @Nullable JsonNode maxLength) {

    /** Returns the rules for the value. */
    RulesDraft rules() {
      return new RulesDraft(format, pattern, min, max, maxLength);
    }
  }
}
