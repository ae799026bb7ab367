package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.DocumentFields;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.form.rule.InputRules;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.pipeline.policy.StepPolicyReader;
import io.flowforge.pipeline.reference.StepFlow;
import io.flowforge.pipeline.reference.StepFlowReader;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The conversion of pipelines to documents, with the API's field names and an ObjectId. */
final class PipelineDocument {

  /** The names that releases have had for the options of a field, the latest first. */
  private static final List<String> OPTIONS = List.of("options", "option", "values");

  /** The name of an input's rules. */
  private static final String RULES = "input_rules";

  private PipelineDocument() {}

  static Document documentOf(Pipeline pipeline) {
    return new Document("_id", new ObjectId(pipeline.id()))
        .append("user_id", pipeline.userId())
        .append("org_id", pipeline.orgId())
        .append("pipeline_name", pipeline.pipelineName())
        .append("pipeline_description", pipeline.pipelineDescription())
        .append("version", pipeline.version())
        .append("prev_version_id", pipeline.prevVersionId())
        .append("first_step_name", pipeline.firstStepName())
        .append("steps", pipeline.steps().stream().map(PipelineDocument::documentOf).toList())
        .append("created_on", Date.from(pipeline.createdOn()))
        .append(
            "form",
            new Document(
                "fields",
                pipeline.form().fields().stream().map(PipelineDocument::documentOf).toList()));
  }

  /** Returns the size of a pipeline with this definition in the store, in bytes. */
  static int sizeOf(PipelineValidator.Definition definition) {
    var pipeline =
        new Pipeline(
            "0".repeat(24),
            "",
            0,
            definition.pipelineName(),
            definition.pipelineDescription(),
            1,
            null,
            definition.firstStepName(),
            definition.steps(),
            Instant.EPOCH,
            definition.form());
    return new RawBsonDocument(documentOf(pipeline), new DocumentCodec())
        .getByteBuffer()
        .remaining();
  }

  static Pipeline pipelineOf(DocumentFields document) {
    return new Pipeline(
        document.id(),
        document.text("user_id"),
        document.integer("org_id"),
        document.text("pipeline_name"),
        document.text("pipeline_description"),
        document.integer("version"),
        id(document, "prev_version_id"),
        document.text("first_step_name"),
        document.list("steps").stream().map(PipelineDocument::stepOf).toList(),
        document.date("created_on"),
        new Form(
            document.fields("form").list("fields").stream()
                .map(PipelineDocument::fieldOf)
                .toList()));
  }

  private static Document documentOf(Step step) {
    var document =
        new Document("step_name", step.stepName())
            .append("step_type", step.stepType())
            .append("next_step_name", step.nextStepName())
            .append("prev_step_name", step.prevStepName())
            .append("parameters", BsonValues.document(step.parameters()))
            .append("is_terminal_step", step.isTerminalStep());
    document.putAll(BsonValues.document(step.policy().toJson()));
    document.putAll(BsonValues.document(step.flow().toJson()));
    return document;
  }

  private static Step stepOf(DocumentFields step) {
    ObjectNode fields = BsonValues.object(step.document());
    return new Step(
        step.text("step_name"),
        step.text("step_type"),
        step.text("next_step_name"),
        step.text("prev_step_name"),
        BsonValues.object(step.document().get("parameters")),
        step.truth("is_terminal_step"),
        policyOf(fields),
        flowOf(fields));
  }

  private static StepFlow flowOf(ObjectNode step) {
    return new StepFlowReader().read(step.get("step_id"), step.get("outputs"), step.get("when"));
  }

  private static StepPolicy policyOf(ObjectNode step) {
    return new StepPolicyReader()
        .read(step.get("timeout_seconds"), step.get("retry"), step.get("success_codes"));
  }

  private static Document documentOf(FormField field) {
    var document =
        new Document("name", field.name())
            .append("title", field.title())
            .append("description", field.description())
            .append("type", field.type().label())
            .append("required", field.required())
            .append("placeholder", field.placeholder())
            .append("min_length", field.minLength())
            .append("options", field.options())
            .append(
                "default",
                field.defaultValue() == null ? null : BsonValues.value(field.defaultValue()));
    if (!field.rules().isNone()) {
      // Not beside the other keys: older documents may have such keys, which never meant anything.
      document.append(RULES, BsonValues.document(field.rules().toStored()));
    }
    return document;
  }

  /** Reads a field in the words of any release; older ones have other types and names. */
  private static FormField fieldOf(DocumentFields field) {
    @Nullable Object defaultValue = field.document().get("default");
    FieldType type = FieldType.ofStored(field.text("type")).orElse(FieldType.INPUT);
    return new FormField(
        field.text("name"),
        field.optionalText("title").orElseGet(() -> field.text("name")),
        field.text("description"),
        type,
        field.truth("required") || field.truth("is_required"),
        field.text("placeholder"),
        field.integer("min_length"),
        OPTIONS.stream()
            .map(field::texts)
            .filter(options -> !options.isEmpty())
            .findFirst()
            .orElse(List.of()),
        defaultValue == null ? null : BsonValues.json(defaultValue),
        type == FieldType.INPUT
            ? InputRules.ofStored(BsonValues.json(field.document().get(RULES)))
            : InputRules.NONE);
  }

  /** Returns an id, which old documents store as a string or an ObjectId; null if it is empty. */
  private static @Nullable String id(DocumentFields document, String field) {
    @Nullable Object value = document.document().get(field);
    return value == null || value.equals("") ? null : value.toString();
  }
}
