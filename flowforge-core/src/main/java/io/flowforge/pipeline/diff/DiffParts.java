package io.flowforge.pipeline.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.FormField;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of a pipeline as they are compared, with the names of the API. */
final class DiffParts {

  static final String PARAMETERS = "parameters";

  private DiffParts() {}

  static ObjectNode members(Pipeline pipeline) {
    return object()
        .put("pipeline_name", pipeline.pipelineName())
        .put("pipeline_description", pipeline.pipelineDescription())
        .put("first_step_name", pipeline.firstStepName());
  }

  static Map<String, ObjectNode> steps(Pipeline pipeline) {
    Map<String, ObjectNode> steps = new LinkedHashMap<>();
    pipeline.steps().forEach(step -> steps.put(step.stepName(), members(step)));
    return steps;
  }

  private static ObjectNode members(Step step) {
    ObjectNode members =
        object()
            .put("step_type", step.stepType())
            .put("prev_step_name", step.prevStepName())
            .put("next_step_name", step.nextStepName())
            .put("is_terminal_step", step.isTerminalStep());
    members.set(PARAMETERS, step.parameters());
    members.setAll(step.policy().toJson());
    return members.setAll(step.flow().toJson());
  }

  static Map<String, ObjectNode> fields(Pipeline pipeline) {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    pipeline.form().fields().forEach(field -> fields.put(field.name(), members(field)));
    return fields;
  }

  private static ObjectNode members(FormField field) {
    ObjectNode members =
        object()
            .put("title", field.title())
            .put("description", field.description())
            .put("type", field.type().label())
            .put("required", field.required())
            .put("placeholder", field.placeholder())
            .put("min_length", field.minLength());
    field.options().forEach(members.putArray("options")::add);
    if (field.defaultValue() != null) {
      members.set("default", field.defaultValue());
    }
    return members.setAll(field.rules().toJson());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
