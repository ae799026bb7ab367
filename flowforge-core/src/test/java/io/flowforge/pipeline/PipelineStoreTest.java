package io.flowforge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.mongo.WatchedDocuments;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.form.rule.InputRules;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00.123Z");

  private static TestStores stores;
  private static WatchedDocuments watched;
  private static Documents documents;
  private static PipelineStore pipelines;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    watched = new WatchedDocuments(stores.mongoUri());
    documents = watched.documents();
    pipelines = new PipelineStore(documents);
  }

  @AfterAll
  static void close() {
    watched.close();
    stores.close();
    watched.requireStableApi();
  }

  @Test
  void aPipelineComesBackAsItWas() {
    Pipeline pipeline =
        pipeline(
            1,
            NOW,
            new Form(
                List.of(
                    new FormField(
                        "size",
                        "Size",
                        "d",
                        FieldType.SELECT,
                        true,
                        "p",
                        2,
                        List.of("S", "L"),
                        TextNode.valueOf("S")),
                    new FormField(
                        "tags",
                        "Tags",
                        "",
                        FieldType.CHECKBOXES,
                        false,
                        "",
                        0,
                        List.of("x"),
                        JsonText.node("['x']")),
                    new FormField(
                        "why", "Why", "", FieldType.INPUT, false, "", 0, List.of(), null))));
    pipelines.add(pipeline);

    assertThat(pipelines.find(pipeline.id())).contains(pipeline);
  }

  @Test
  void theRulesOfAnInputComeBackAsTheyWere() {
    Pipeline pipeline =
        pipeline(
            1,
            NOW,
            FormValidatorTest.validate(
                """
                {'fields': [
                  {'name': 'n', 'title': 'N', 'type': 'input', 'format': 'number', 'min': 0.10,
                   'max': 9007199254740993, 'pattern': '[0-9.]+', 'default': 5},
                  {'name': 'd', 'title': 'D', 'type': 'input', 'format': 'date',
                   'min': '2026-01-01'},
                  {'name': 't', 'title': 'T', 'type': 'input', 'format': 'textarea',
                   'max_length': 9}]}
                """));
    pipelines.add(pipeline);

    assertThat(pipelines.find(pipeline.id())).contains(pipeline);
  }

  /** Earlier releases ignored such keys, whatever they held, and so did those who wrote them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'pattern': '[a-z]+', 'format': 'number', 'min': 5, 'max': 1, 'max_length': 2",
        "'pattern': '(', 'format': {'a': 1}, 'min': [], 'max_length': 'x'",
        "'input_rules': null",
        "'input_rules': 'number'",
        "'input_rules': {'format': 'email', 'max_length': 2}",
        "'input_rules': {'format': 'number', 'min': 'x'}",
        "'input_rules': [{'format': 'number'}]"
      })
  void keysThatNeverMeantAnythingStillMeanNothing(String keys) {
    for (String type : List.of("input", "TEXT", "select")) {
      var id = new ObjectId();
      insert(
          Document.parse(
                  "{'form': {'fields': [{'name': 'f', 'type': '%s', %s}]}}".formatted(type, keys))
              .append("_id", id));

      FormField field = pipelines.find(id.toHexString()).orElseThrow().form().fields().getFirst();

      assertThat(field.rules()).isEqualTo(InputRules.NONE);
    }
  }

  @Test
  void savingReplacesThePipelineOfThatId() {
    Pipeline first = pipeline(1, NOW, new Form(List.of()));
    pipelines.save(first);
    var second =
        new Pipeline(
            first.id(),
            "u|2",
            1,
            "renamed",
            "",
            2,
            BsonValues.newId(),
            "a",
            first.steps(),
            NOW,
            first.form());
    pipelines.save(second);

    assertThat(pipelines.find(first.id())).contains(second);
  }

  @Test
  void whatIsNoIdNamesNoPipeline() {
    assertThat(pipelines.find("")).isEmpty();
    assertThat(pipelines.find("nope")).isEmpty();
    assertThat(pipelines.find(BsonValues.newId())).isEmpty();
  }

  @Test
  void listsTheOrganizationsPipelinesNewestFirst() {
    Pipeline older = pipeline(7, NOW, new Form(List.of()));
    Pipeline newer = pipeline(7, NOW.plusMillis(1), new Form(List.of()));
    Pipeline sameTime = pipeline(7, NOW.plusMillis(1), new Form(List.of()));
    pipelines.add(newer);
    pipelines.add(older);
    pipelines.add(sameTime);
    pipelines.add(pipeline(8, NOW, new Form(List.of())));

    assertThat(pipelines.ofOrganization(7))
        .extracting(Pipeline::id)
        .containsExactly(sameTime.id(), newer.id(), older.id());
    assertThat(pipelines.ofOrganization(9)).isEmpty();
  }

  @Test
  void readsWhatAnExistingDeploymentWrote() {
    var id = new ObjectId();
    var previous = new ObjectId();
    insert(
        Document.parse(
                """
                {"user_id": "auth0|olga", "org_id": {"$numberLong": "42"},
                 "pipeline_name": "old", "version": {"$numberDouble": "3.0"},
                 "first_step_name": "a", "unknown": {"x": 1},
                 "steps": [
                   {"step_name": "a", "step_type": "API", "next_step_name": "b",
                    "prev_step_name": "", "is_terminal_step": false,
                    "parameters": {"method": "POST", "url": "http://x/${who}",
                                   "headers": {"X": "y"},
                                   "data": {"deep": [{"n": {"$numberLong": "7"}}, null]}}},
                   {"step_name": "b", "step_type": "WAIT_FOR_APPROVAL", "prev_step_name": "a",
                    "parameters": null, "is_terminal_step": true}],
                 "form": {"fields": [
                   {"name": "who", "title": "Who", "type": "input", "required": true,
                    "min_length": {"$numberLong": "2"}, "options": null, "default": ""}]}}
                """)
            .append("_id", id)
            .append("prev_version_id", previous));

    Pipeline pipeline = pipelines.find(id.toHexString()).orElseThrow();

    assertThat(pipeline.orgId()).isEqualTo(42);
    assertThat(pipeline.version()).isEqualTo(3);
    assertThat(pipeline.prevVersionId()).isEqualTo(previous.toHexString());
    assertThat(pipeline.pipelineDescription()).isEmpty();
    assertThat(pipeline.createdOn()).isEqualTo(id.getDate().toInstant());
    assertThat(pipeline.stepsInOrder()).extracting(Step::stepName).containsExactly("a", "b");
    assertThat(pipeline.steps().getFirst().parameters().path("data"))
        .hasToString("{\"deep\":[{\"n\":7},null]}");
    assertThat(pipeline.steps().getLast().parameters()).isEmpty();
    assertThat(pipeline.steps().getLast().nextStepName()).isEmpty();
    assertThat(pipeline.form().fields())
        .containsExactly(
            new FormField(
                "who", "Who", "", FieldType.INPUT, true, "", 2, List.of(), TextNode.valueOf("")));
    assertThat(pipelines.ofOrganization(42)).containsExactly(pipeline);
  }

  @Test
  void readsADocumentWithHardlyAnything() {
    for (String json :
        List.of(
            "{}",
            "{'steps': null, 'form': null, 'version': null, 'prev_version_id': null}",
            "{'form': {'fields': null}, 'steps': [], 'prev_version_id': ''}")) {
      var id = new ObjectId();
      insert(Document.parse(json).append("_id", id));

      Pipeline pipeline = pipelines.find(id.toHexString()).orElseThrow();

      assertThat(pipeline.steps()).isEmpty();
      assertThat(pipeline.stepsInOrder()).isEmpty();
      assertThat(pipeline.form().fields()).isEmpty();
      assertThat(pipeline.prevVersionId()).isNull();
    }
  }

  /** One document that cannot be read must not hide the others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'form': {'fields': {'name': 'who'}}}",
        "{'form': []}",
        "{'form': {'fields': ['who']}}",
        "{'form': {'fields': [{'name': 1}]}}",
        "{'form': {'fields': [{'name': 'who', 'options': [1]}]}}",
        "{'form': {'fields': [{'name': 'who', 'options': 'x'}]}}",
        "{'form': {'fields': [{'name': 'who', 'required': 'yes'}]}}",
        "{'form': {'fields': [{'name': 'who', 'min_length': '1'}]}}",
        "{'steps': {}}",
        "{'steps': [null]}",
        "{'steps': [{'step_name': {}}]}",
        "{'steps': [{'is_terminal_step': 'true'}]}",
        "{'pipeline_name': 7}",
        "{'version': '1'}",
        "{'created_on': '2024-05-06'}"
      })
  void leavesAloneWhatItCannotRead(String json) {
    int orgId = 1_000 + json.hashCode();
    Pipeline other = pipeline(orgId, NOW, new Form(List.of()));
    pipelines.add(other);
    var id = new ObjectId();
    insert(Document.parse(json).append("_id", id).append("org_id", orgId));

    assertThat(pipelines.find(id.toHexString())).isEmpty();
    assertThat(pipelines.ofOrganization(orgId)).containsExactly(other);
  }

  @ParameterizedTest
  @CsvSource({"b, a", "b, b", "b, missing"})
  void aCycleOfAnOlderServerEndsWhereItWouldBeginAgain(String afterA, String afterB) {
    Step a = step("a", afterA, false);
    Step b = step("b", afterB, false);
    var pipeline =
        new Pipeline(
            BsonValues.newId(),
            "u",
            1,
            "p",
            "",
            1,
            null,
            "a",
            List.of(a, b, step("c", "", true)),
            NOW,
            new Form(List.of()));

    assertThat(pipeline.stepsInOrder()).containsExactly(a, b);
    assertThat(pipeline.stepAfter(a)).contains(b);
    assertThat(pipeline.stepAfter(b)).isEmpty();
  }

  private static Pipeline pipeline(int orgId, Instant createdOn, Form form) {
    return new Pipeline(
        BsonValues.newId(),
        "u|1",
        orgId,
        "name",
        "description",
        1,
        null,
        "a",
        List.of(step("b", "", true), step("a", "b", false)),
        createdOn,
        form);
  }

  private static Step step(String name, String next, boolean isTerminal) {
    return new Step(
        name,
        "API",
        next,
        "",
        JsonText.object("{'url': 'http://x', 'data': {'a.b': [1, null, {'$c': 'ä'}]}}"),
        isTerminal);
  }

  private static void insert(Document document) {
    documents.onPipelines(collection -> collection.insertOne(document));
  }
}
