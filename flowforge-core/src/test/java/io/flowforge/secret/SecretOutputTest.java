package io.flowforge.secret;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secret outputs: used by later steps, encrypted at rest, and in no log. */
class SecretOutputTest {

  private static final String TOKEN = "t0ken-of-the-response";
  private static final String FETCH =
      "'step_type': 'API', 'step_id': 'auth', 'parameters': {'method': 'POST', 'url': 'TARGET/fetch'},"
          + " 'outputs': {'token': {'from': '/t', 'secret': true}, 'plain': {'from': '/p', 'optional': true}}";
  private static final String USE =
      "'step_type': 'API', 'parameters': {'method': 'POST', 'url': 'TARGET/use',"
          + " 'headers': {'X-Own': 'Bearer ${steps.auth.token}'}, 'data': {'t': '${steps.auth.token}'}}";
  private static final String ECHO =
      "'step_type': 'API', 'parameters': {'method': 'POST', 'url': 'TARGET/echo'}";

  private final TestStores stores = new TestStores();
  private final Target target = new Target();

  @AfterEach
  void close() {
    target.close();
    stores.close();
  }

  @Test
  void aTokenIsUsedByLaterStepsAndShownNowhere() {
    target.answerWithBody("{\"t\": \"%s\", \"p\": \"visible\"}".formatted(TOKEN));
    try (var serverLog = new RecordedLog("io.flowforge");
        Flowforge flowforge = open("k1")) {
      var world = new World(flowforge);
      ServiceRequest request =
          start(flowforge, world, chain(world, FETCH, USE, Pipelines.approval(), USE, ECHO));
      world.await(request, RequestStatus.PENDING);
      flowforge.requests().decisions().approve(ADMIN, request.id());
      world.await(request, RequestStatus.COMPLETED);

      assertThat(target.calls())
          .filteredOn(call -> call.uri().equals("/use"))
          .hasSize(2)
          .allSatisfy(
              call -> {
                assertThat(call.header("X-own")).isEqualTo("Bearer " + TOKEN);
                assertThat(call.body()).isEqualTo("{\"t\":\"%s\"}".formatted(TOKEN));
              });
      assertThat(everythingStored(flowforge)).noneMatch(row -> row.contains(TOKEN));
      assertThat(everythingStored(flowforge)).anyMatch(row -> row.contains("visible"));
      List<String> logs = logs(flowforge, request, 5);
      assertThat(logs).noneMatch(line -> line.contains(TOKEN));
      assertThat(logs).anyMatch(line -> line.contains("***")).anyMatch(l -> l.contains("visible"));
      assertThat(serverLog.lines()).noneMatch(line -> line.contains(TOKEN));
    }
  }

  /** Whatever the target answers, the log of the step that asks for a token shows none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          200 | {"t": "t0ken-of-the-response", "p": | the JSON in the response ends too early
          200 | token=t0ken-of-the-response | is not JSON
          200 | {"t": {"value": "t0ken-of-the-response"}} | must be of type string
          200 | {"t": "t0ken-o"} | has fewer than 8 characters
          200 | {"x": 1} | the body of the response has no value at '/t'
          500 | {"t": "t0ken-of-the-response"} | Response status 500
          500 | {"t": "t0ken-of-the-response" | Response status 500
          """)
  void aFailedFetchShowsNoToken(int status, String body, String reason) {
    target.answerWith(status);
    target.answerWithBody(body);
    try (Flowforge flowforge = open("k1")) {
      var world = new World(flowforge);
      ServiceRequest request = start(flowforge, world, chain(world, FETCH));

      world.await(request, RequestStatus.FAILED);

      List<String> log = logs(flowforge, request, 1);
      assertThat(log).noneMatch(line -> line.contains("t0ken-o"));
      assertThat(log).last().asString().contains(reason);
      assertThat(everythingStored(flowforge)).noneMatch(row -> row.contains("t0ken-o"));
    }
  }

  @Test
  void withoutKeysNothingIsFetched() {
    try (Flowforge flowforge = Flowforge.open(stores.settings(), InstantSource.system())) {
      flowforge.startWorkers();
      var world = new World(flowforge);
      ServiceRequest request = start(flowforge, world, chain(world, FETCH));

      world.await(request, RequestStatus.FAILED);

      assertThat(logs(flowforge, request, 1))
          .last()
          .asString()
          .endsWith(
              "The step was not executed: it has secret outputs, and FLOWFORGE_SECRET_KEYS is not set; an operator has to set it");
      assertThat(target.calls()).isEmpty();
    }
  }

  /** No step with secret outputs waits for another one. The lock is that of an update. */
  @Test
  void aStepDoesNotUpdateTheRowOfItsKey() {
    target.answerWithBody("{\"t\": \"%s\"}".formatted(TOKEN));
    try (Flowforge flowforge = open("k1");
        Flowforge other = open("k1")) {
      var world = new World(flowforge);
      Pipeline pipeline = chain(world, FETCH, USE);
      other
          .database()
          .useTransaction(
              tx -> {
                tx.update("SET LOCAL idle_in_transaction_session_timeout = 0");
                List<String> locked =
                    tx.list(
                        "SELECT key_id FROM secret_key FOR NO KEY UPDATE",
                        row -> row.text("key_id"));
                assertThat(locked).containsExactly("k1");
                world.await(start(flowforge, world, pipeline), RequestStatus.COMPLETED);
              });
    }
  }

  /** What docs/secrets.md says about lost keys. */
  @Test
  void afterALossOfTheKeysTheDocumentedStatementsLetAServerStart() throws IOException {
    target.answerWithBody("{\"t\": \"%s\"}".formatted(TOKEN));
    Matcher documented =
        Pattern.compile("`(DELETE FROM [^`]+)`")
            .matcher(Files.readString(Path.of("..", "docs", "secrets.md")));
    assertThat(documented.find()).isTrue();
    ServiceRequest request;
    try (Flowforge old = open("k1")) {
      var world = new World(old);
      var secret = new NewSecret("A", "12345678", List.of("a.example"));
      old.secretService().set(ADMIN, world.orgId(), secret);
      request = start(old, world, chain(world, FETCH, Pipelines.approval(), USE));
      world.await(request, RequestStatus.PENDING);
      assertThatThrownBy(() -> open("k2")).isInstanceOf(InvalidException.class);

      for (String statement : documented.group(1).split(";", -1)) {
        old.database().useTransaction(tx -> tx.update(statement.strip()));
      }
    }
    try (Flowforge current = open("k2")) {
      current.requests().decisions().approve(ADMIN, request.id());
      World.await(current, request, RequestStatus.FAILED);

      assertThat(logs(current, request, 3))
          .last()
          .asString()
          .contains("The step was not executed:", "steps.auth.token");
      assertThat(target.calls()).hasSize(1);
    }
  }

  @Test
  void afterARotationTheOldKeyIsNeededNoLonger() {
    target.answerWithBody("{\"t\": \"%s\"}".formatted(TOKEN));
    target.answerInTurn(200, 500);
    ServiceRequest request;
    try (Flowforge old = open("k1")) {
      var world = new World(old);
      request = start(old, world, chain(world, FETCH, USE));
      world.await(request, RequestStatus.FAILED);
    }
    try (Flowforge both = open("k2", "k1")) {
      assertThatThrownBy(() -> open("k2")).isInstanceOf(InvalidException.class);
      assertThat(both.secretRewrap().run())
          .isEqualTo(new SecretRewrap.RewrapReport("k2", 1, List.of(), List.of("k1"), List.of()));
      assertThat(both.secretRewrap().run().rewrapped()).isZero();
    }
    try (Flowforge current = open("k2")) {
      var _ = current.requests().retry().retry(MEMBER, request.id(), WantedRetry.OF_FAILED_STEP);
      World.await(current, request, RequestStatus.COMPLETED);
    }
    assertThat(target.calls().getLast().header("X-own")).isEqualTo("Bearer " + TOKEN);
  }

  /** A row of another request, step or run does not open. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run = run + 1",
        "sealed = wrapped_key",
        "sealed = set_byte(sealed, 20, (1 + get_byte(sealed, 20)) % 256)"
      })
  void aRowThatWasChangedFailsTheStepThatNeedsIt(String change) {
    target.answerWithBody("{\"t\": \"%s\"}".formatted(TOKEN));
    try (var serverLog = new RecordedLog("io.flowforge");
        Flowforge flowforge = open("k1")) {
      var world = new World(flowforge);
      ServiceRequest request =
          start(flowforge, world, chain(world, FETCH, Pipelines.approval(), USE));
      world.await(request, RequestStatus.PENDING);
      flowforge
          .database()
          .useTransaction(
              tx -> tx.update("UPDATE step_output SET " + change + " WHERE name = 'token'"));

      flowforge.requests().decisions().approve(ADMIN, request.id());
      world.await(request, RequestStatus.FAILED);

      assertThat(logs(flowforge, request, 3))
          .anyMatch(
              line ->
                  line.endsWith(
                      "The step was not executed: this server cannot open the secret output 'token' of step 's1'; its log says why"));
      assertThat(serverLog.linesOf("output_not_opened")).isNotEmpty();
      assertThat(target.calls()).hasSize(1);
    }
  }

  private Flowforge open(String... keys) {
    Flowforge flowforge =
        Flowforge.open(stores.settings().withSecretKeys(SealKeys.of(keys)), InstantSource.system());
    flowforge.startWorkers();
    return flowforge;
  }

  private Pipeline chain(World world, String... steps) {
    String json =
        JsonText.object(
                Pipelines.chain(List.of(steps)).replace("%d", Integer.toString(world.orgId())))
            .toString();
    return world.pipeline(json.replace("TARGET", target.url("")));
  }

  private static ServiceRequest start(Flowforge flowforge, World world, Pipeline pipeline) {
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private static List<String> logs(Flowforge flowforge, ServiceRequest request, int steps) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= steps; i++) {
      lines.addAll(flowforge.requests().reading().log(ADMIN, request.id(), "s" + i, 0).lines());
    }
    return lines;
  }

  /** Every row of every table, as text. */
  private static List<String> everythingStored(Flowforge flowforge) {
    List<String> rows = new ArrayList<>();
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.list(
                        "SELECT table_name FROM information_schema.tables"
                            + " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
                        row -> row.text("table_name"))
                    .forEach(
                        table ->
                            rows.addAll(
                                tx.list(
                                    "SELECT row_to_json(t)::text AS content FROM \"%s\" AS t"
                                        .formatted(table),
                                    row -> row.text("content")))));
    return rows;
  }
}
