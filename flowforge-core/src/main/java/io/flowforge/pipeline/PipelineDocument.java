package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.mongo.BsonValues;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.pipeline.policy.StepPolicyReader;
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

  static Pipeline pipelineOf(Document document) {
    Document form = document.get("form", new Document());
    return new Pipeline(
        document.getObjectId("_id").toHexString(),
        text(document, "user_id"),
        integer(document, "org_id"),
        text(document, "pipeline_name"),
        text(document, "pipeline_description"),
        integer(document, "version"),
        id(document, "prev_version_id"),
        text(document, "first_step_name"),
        documents(document, "steps").stream().map(PipelineDocument::stepOf).toList(),
        date(document, "created_on"),
        new Form(documents(form, "fields").stream().map(PipelineDocument::fieldOf).toList()));
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
    return document;
  }

  private static Step stepOf(Document document) {
    return new Step(
        text(document, "step_name"),
        text(document, "step_type"),
        text(document, "next_step_name"),
        text(document, "prev_step_name"),
        BsonValues.object(document.get("parameters")),
        document.getBoolean("is_terminal_step", false),
        policyOf(BsonValues.object(document)));
  }

  private static StepPolicy policyOf(ObjectNode step) {
    return new StepPolicyReader()
        .read(step.get("timeout_seconds"), step.get("retry"), step.get("success_codes"));
  }

  private static Document documentOf(FormField field) {
    return new Document("name", field.name())
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
  }

  private static FormField fieldOf(Document document) {
    Object defaultValue = document.get("default");
    return new FormField(
        text(document, "name"),
        text(document, "title"),
        text(document, "description"),
        FieldType.of(text(document, "type")).orElse(FieldType.INPUT),
        document.getBoolean("required", false),
        text(document, "placeholder"),
        integer(document, "min_length"),
        options(document),
        defaultValue == null ? null : BsonValues.json(defaultValue));
  }

  private static List<String> options(Document document) {
    List<String> options = document.getList("options", String.class);
    return options == null ? List.of() : options;
  }

  /** Returns an id, which old documents store as a string or an ObjectId; null if it is empty. */
  private static @Nullable String id(Document document, String field) {
    Object value = document.get(field);
    return value == null || value.equals("") ? null : value.toString();
  }

  private static String text(Document document, String field) {
    return document.get(field) instanceof String text ? text : "";
  }

  /** Returns an integer, which old documents may store as a 64-bit integer or a double. */
  private static int integer(Document document, String field) {
    return document.get(field) instanceof Number number ? number.intValue() : 0;
  }

  private static Instant date(Document document, String field) {
    @Nullable Date date = document.getDate(field);
    return date == null ? document.getObjectId("_id").getDate().toInstant() : date.toInstant();
  }

  private static List<Document> documents(Document document, String field) {
    List<Document> documents = document.getList(field, Document.class);
    return documents == null ? List.of() : documents;
  }
}
