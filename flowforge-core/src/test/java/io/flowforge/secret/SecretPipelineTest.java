package io.flowforge.secret;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.SecretSteps;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines that refer to secrets, and their requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretPipelineTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Flowforge flowforge =
      Flowforge.open(stores.settings().withSecretKeys(SealKeys.of("k1")), InstantSource.system());
  private final World world = new World(flowforge);

  @BeforeAll
  void start() {
    flowforge.startWorkers();
    set("TOKEN", "t0ken-number-1", "127.0.0.1");
  }

  @AfterAll
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void eachAttemptUsesTheValueOfItsMoment() {
    Pipeline pipeline = world.pipeline(SecretSteps.header(target.url("/moment"), "TOKEN"));
    run(pipeline, "{}", RequestStatus.COMPLETED);
    set("TOKEN", "t0ken-number-2", null);
    run(pipeline, "{}", RequestStatus.COMPLETED);

    assertThat(target.calls())
        .filteredOn(call -> call.uri().equals("/moment"))
        .extracting(call -> call.header("Authorization"))
        .containsExactly("Bearer t0ken-number-1", "Bearer t0ken-number-2");
    assertThat(used("TOKEN")).isPresent();
  }

  @Test
  void whenASecretWasUsedIsKnownToTheMinute() {
    set("OFTEN", "t0ken-number-1", "127.0.0.1");
    Pipeline pipeline = world.pipeline(SecretSteps.header(target.url(), "OFTEN"));
    run(pipeline, "{}", RequestStatus.COMPLETED);
    Instant first = used("OFTEN").orElseThrow();
    run(pipeline, "{}", RequestStatus.COMPLETED);
    assertThat(used("OFTEN")).contains(first);

    flowforge
        .database()
        .useTransaction(
            tx -> tx.update("UPDATE secret SET used_on = used_on - interval '61 seconds'"));
    run(pipeline, "{}", RequestStatus.COMPLETED);
    assertThat(used("OFTEN").orElseThrow()).isAfter(first);
  }

  @Test
  void aSecretThatIsGoneFailsTheStepAndSaysSo() {
    set("GONE", "t0ken-number-1", "127.0.0.1");
    Pipeline pipeline = world.pipeline(SecretSteps.header(target.url("/gone"), "GONE"));
    flowforge.database().useTransaction(tx -> tx.update("DELETE FROM secret WHERE name = 'GONE'"));

    ServiceRequest request = run(pipeline, "{}", RequestStatus.FAILED);

    assertThat(log(request))
        .contains(
            "organization %d has no secret 'GONE'; an admin of it has to set it"
                .formatted(world.orgId()));
    assertThat(target.calls()).noneMatch(call -> call.uri().equals("/gone"));
  }

  @Test
  void aHostThatWasTakenAwayGetsNothing() {
    set("MOVED", "t0ken-number-1", "127.0.0.1");
    Pipeline pipeline = world.pipeline(SecretSteps.header(target.url("/moved"), "MOVED"));
    set("MOVED", "t0ken-number-1", "example.com");

    ServiceRequest request = run(pipeline, "{}", RequestStatus.FAILED);

    assertThat(log(request)).contains("the secret 'MOVED' must not be sent to this host");
    assertThat(target.calls()).noneMatch(call -> call.uri().equals("/moved"));
  }

  @Test
  void aRequesterReachesNoSecret() {
    Pipeline pipeline =
        world.pipeline(
            SecretSteps.step(
                """
                "method": "POST", "url": "%s", "headers": {"X-Token": "${secret.TOKEN}"},
                "data": {"who": "${who}"}"""
                    .formatted(target.url("/smuggled"))));

    run(pipeline, "{\"who\": \"${secret.TOKEN}\"}", RequestStatus.COMPLETED);

    Target.Call call =
        target.calls().stream().filter(c -> c.uri().equals("/smuggled")).findFirst().orElseThrow();
    assertThat(call.body()).isEqualTo("{\"who\":\"${secret.TOKEN}\"}");
    assertThat(call.header("X-token")).startsWith("t0ken-number-");
  }

  /** Pipelines of before secrets may have such a field. */
  @Test
  void theFieldOfAnOldPipelineWins() {
    Pipeline pipeline = world.pipeline(Pipelines.call(target.url("/old")));
    Pipeline old = OldFields.renamed(pipeline, "who", "secret.TOKEN");
    try (Documents documents = Documents.openAsIs(stores.mongoUri())) {
      new PipelineStore(documents).save(old);
    }

    run(old, "{\"secret.TOKEN\": \"of the form\"}", RequestStatus.COMPLETED);

    assertThat(target.calls())
        .filteredOn(call -> call.uri().equals("/old"))
        .extracting(Target.Call::body)
        .containsExactly("{\"who\":\"of the form\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "method": "GET", "url": "http://127.0.0.1/", "headers": {"A": "${secret.TOKE}"} | steps[0].parameters.headers.A: the organization has no secret 'TOKE'; did you mean 'TOKEN'?
          "method": "GET", "url": "http://127.0.0.1/", "headers": {"A": "${secret.}"} | steps[0].parameters.headers.A: '' is not a name of a secret
          "method": "GET", "url": "http://127.0.0.1/", "headers": {"A": "${secret.a b}"} | steps[0].parameters.headers.A: 'a b' is not a name of a secret
          "method": "GET", "url": "http://127.0.0.2/", "headers": {"A": "${secret.TOKEN}"} | steps[0].parameters.headers.A: the secret 'TOKEN' may only be sent to 127.0.0.1; correct the URL
          "method": "POST", "url": "http://a.example/", "data": [{"a": "${secret.TOKEN}"}] | steps[0].parameters.data: the secret 'TOKEN' may only be sent to 127.0.0.1; correct the URL
          "method": "GET", "url": "http://127.0.0.1/${secret.TOKEN}" | steps[0].parameters.url: ${secret.TOKEN} must not be in a URL
          "method": "GET", "url": "http://127.0.0.1/", "headers": {"${secret.TOKEN}": "a"} | steps[0].parameters.headers: ${secret.TOKEN} must not be in the name of a header
          """)
  void whatCannotWorkIsRefusedWhenItIsWritten(String parameters, String problem) {
    assertThat(problemsOf(SecretSteps.step(parameters)))
        .anySatisfy(found -> assertThat(found).startsWith(problem));
  }

  /** Each comparison of names takes time, and a pipeline has room for thousands of references. */
  @Test
  void nearestNamesAreSoughtForTheFirstProblemsOnly() {
    List<String> headers =
        "abcdefghijklmnopqrstuvwxyz"
            .chars()
            .mapToObj(c -> "\"%1$c\": \"${secret.TOKEN%1$c}\"".formatted(c))
            .toList();
    List<String> problems =
        problemsOf(
            SecretSteps.step(
                "\"method\": \"GET\", \"url\": \"http://127.0.0.1/\", \"headers\": {%s}"
                    .formatted(String.join(", ", headers))));
    assertThat(problems)
        .filteredOn(problem -> problem.contains("no secret"))
        .hasSizeGreaterThan(20);
    assertThat(problems).filteredOn(problem -> problem.contains("did you mean")).hasSize(20);
  }

  /** A target may show to one step what another step has sent. */
  @Test
  void theLogOfAStepHidesTheSecretsOfOtherSteps() {
    set("STORED", "st0red-number-1", "127.0.0.1");
    target.answerWithBody("the key is st0red-number-1");
    Pipeline pipeline =
        world.pipeline(
            Pipelines.chain(
                List.of(
                    "\"step_type\": \"API\", \"parameters\": {\"method\": \"GET\", \"url\": \"%s\"}"
                        .formatted(target.url("/shown")),
                    "\"step_type\": \"API\", \"parameters\": {\"method\": \"GET\", \"url\": \"%s\", \"headers\": {\"A\": \"${secret.STORED}\"}}"
                        .formatted(target.url("/stored")))));

    ServiceRequest request = run(pipeline, "{}", RequestStatus.COMPLETED);

    assertThat(log(request)).contains("the key is ***").doesNotContain("st0red");
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    assertThat(
            problemsOf(
                SecretSteps.step(
                    """
                    "method": "POST", "url": "http://a.example/?k=${secret.TOKEN}",
                    "headers": {"A": "${secret.TOKEN} ${secret.X}"}, "data": "${secret.Y} ${z}\"""")))
        .hasSize(5);
  }

  @Test
  void anApprovalUsesNoSecret() {
    assertThat(
            problemsOf(
                Pipelines.chain(
                    List.of(
                        "\"step_type\": \"WAIT_FOR_APPROVAL\", \"parameters\": {\"a\": \"${secret.TOKEN}\"}"))))
        .anyMatch(problem -> problem.contains("a step of this type cannot use secrets"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret.a", "steps.a", "request.id", "callback.url", "secret."})
  void newFieldsHaveNoNamesOfOtherValues(String name) {
    assertThat(
            problemsOf(Pipelines.call("http://127.0.0.1/").replace("\"why\"", "\"" + name + "\"")))
        .singleElement()
        .asString()
        .startsWith(
            "form.fields[1].name: invalid value found for field: 'name'; rename the field: names that"
                + " begin with '");
  }

  private List<String> problemsOf(String pipeline) {
    InvalidException refusal =
        catchThrowableOfType(InvalidException.class, () -> world.pipeline(pipeline));
    return refusal.details();
  }

  private ServiceRequest run(Pipeline pipeline, String formData, RequestStatus end) {
    ServiceRequest request = world.request(pipeline, formData);
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, end);
    return request;
  }

  private String log(ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                String.join(
                    "\n",
                    tx.list(
                        "SELECT text FROM step_log WHERE request_id = ?",
                        row -> row.text("text"),
                        request.id())));
  }

  private Optional<Instant> used(String name) {
    return flowforge.secretService().list(ADMIN, world.orgId()).stream()
        .filter(secret -> secret.name().equals(name))
        .findFirst()
        .flatMap(SecretEntry::usedOn);
  }

  private void set(String name, String value, @Nullable String host) {
    flowforge
        .secretService()
        .set(ADMIN, world.orgId(), new NewSecret(name, value, host == null ? null : List.of(host)));
  }
}
