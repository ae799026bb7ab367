package io.flowforge.execution;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs of steps, and what later steps do with them. */
class StepOutputTest extends CoreTest {

  private static final String ID_AND_MORE =
      "'id': {'from': '/id', 'type': 'number'}, 'name': {'from': '/name'},"
          + " 'tags': {'from': '/tags'}, 'all': {'from': ''},"
          + " 'location': {'from_header': 'Location'}, 'none': {'from': '/none', 'optional': true}";

  @Test
  void aLaterStepUsesWhatAnEarlierOneHasCreated() {
    target.answerWithBody(
        "{\"id\": 12345678901234567890, \"name\": \"a/b?c\", \"tags\": [\"x\", 1.50]}");
    target.answerWithHeader("Location", "/repos/7");
    Pipeline pipeline =
        chain(
            creating(ID_AND_MORE),
            using(
                "/repos/${steps.repo.name}?id=${steps.repo.id}&tags=${steps.repo.tags}",
                "'X-Name': '${steps.repo.location}'",
                "{'id': '${steps.repo.id}', 'text': 'no. ${steps.repo.id}',"
                    + " 'tags': '${steps.repo.tags}', 'all': '${steps.repo.all}',"
                    + " 'none': '${steps.repo.none}', 'other': \"${steps.repo.none ?? 'it''s'}\"}"));

    run(pipeline, RequestStatus.COMPLETED);

    Target.Call call = target.calls().getLast();
    assertThat(call.uri()).isEqualTo("/repos/a%2Fb%3Fc?id=12345678901234567890&tags=x%2C1.50");
    assertThat(call.header("X-name")).isEqualTo("/repos/7");
    assertThat(call.body())
        .isEqualTo(
            "{\"id\":12345678901234567890,\"text\":\"no. 12345678901234567890\","
                + "\"tags\":[\"x\",1.50],"
                + "\"all\":{\"id\":12345678901234567890,\"name\":\"a/b?c\",\"tags\":[\"x\",1.50]},"
                + "\"none\":null,\"other\":\"it's\"}");
  }

  @Test
  void aValueIsNeverExpandedAgain() {
    String hostile = "${who} ${steps.repo.id} ${'${'} ${request.id}";
    target.answerWithBody("{\"id\": \"" + hostile + "\"}");
    Pipeline pipeline =
        chain(
            creating("'id': {'from': '/id'}"),
            using("/use?q=${steps.repo.id}", "", "{'id': '<${steps.repo.id}>'}"));

    run(pipeline, RequestStatus.COMPLETED);

    Target.Call call = target.calls().getLast();
    assertThat(call.body()).isEqualTo("{\"id\":\"<" + hostile + ">\"}");
    assertThat(call.uri()).doesNotContain("Mike").contains("%24%7Bwho%7D");
  }

  @Test
  void valuesOfTheRequestAndLiteralsStandWhereTheyAreWritten() {
    Pipeline pipeline =
        chain(
            using(
                "/use?by=${request.user_id}",
                "'X-Mail': '${request.user_email}'",
                "{'id': '${request.id}', 'org': '${request.org_id}', 'name': '${request.user_name}',"
                    + " 'on': '${request.created_on}', 'raw': \"${'${'}who}\","
                    + " 'why': \"${why ?? 'no reason'}\"}"));

    ServiceRequest request = run(pipeline, RequestStatus.COMPLETED);

    Target.Call call = target.calls().getLast();
    assertThat(call.uri()).isEqualTo("/use?by=auth0%7Cmike");
    assertThat(call.header("X-mail")).isEqualTo("mike@example.com");
    assertThat(call.body())
        .isEqualTo(
            "{\"id\":\"%s\",\"org\":\"%d\",\"name\":\"Mike\",\"on\":\"%s\",\"raw\":\"${who}\",\"why\":\"no reason\"}"
                .formatted(request.id(), world.orgId(), request.createdOn()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id": 1}              | 'x': {'from': '/id/0'} | the output 'x' is missing: the body of the response has no value at '/id/0'
          {"id": null}           | 'x': {'from': '/id'} | the output 'x' is missing: the body of the response has no value at '/id'
          {"id": "7"}            | 'x': {'from': '/id', 'type': 'number'} | the output 'x' must be of type number, but it is of type string
          {"id": {}}             | 'x': {'from': '/id', 'type': 'array'} | the output 'x' must be of type array, but it is of type object
          {"id": true}           | 'x': {'from': '/id', 'type': 'string'} | the output 'x' must be of type string, but it is of type boolean
          {"id": 1               | 'x': {'from': '/id'} | the output 'x' cannot be read: the JSON in the response ends too early
          <id>1</id>             | 'x': {'from': '/id'}, 'y': {'from': ''} | the outputs 'x', 'y' cannot be read: the body of the response is not JSON
          {"id": 1, "id": 2}     | 'x': {'from': '/id'} | the output 'x' cannot be read: the body of the response has a key twice, or more than one JSON value
          {"id": 1} {"id": 2}    | 'x': {'from': '/id'} | the output 'x' cannot be read: the body of the response has a key twice, or more than one JSON value
          {"id": "\\ud800"}      | 'x': {'from': '/id'} | the output 'x' has half of a surrogate pair, which is no character
          {}                     | 'x': {'from_header': 'X-None'} | the output 'x' is missing: the response has no header 'X-None'
          """)
  void whatIsNotThereFailsTheStepAndIsNamed(String body, String outputs, String reason) {
    target.answerWithBody(body);

    ServiceRequest request = run(chain(creating(outputs)), RequestStatus.FAILED);

    assertThat(log(request, "s1")).last().asString().contains(reason);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void deepJsonFailsTheStep() {
    target.answerWithBody("[".repeat(2_000) + "]".repeat(2_000));

    ServiceRequest request = run(chain(creating("'x': {'from': ''}")), RequestStatus.FAILED);

    assertThat(log(request, "s1")).last().asString().contains("nested more than 80 levels deep");
  }

  @Test
  void aLargeResponseIsReadUpToAMegabyte() {
    String filler = "y".repeat(900_000);
    target.answerWithBody("{\"filler\": \"" + filler + "\", \"id\": 5}");
    run(
        chain(creating("'id': {'from': '/id'}"), using("/${steps.repo.id}", "", "{}")),
        RequestStatus.COMPLETED);
    assertThat(target.calls().getLast().uri()).isEqualTo("/5");

    target.answerWithBody("{\"filler\": \"" + filler + filler + "\", \"id\": 5}");
    ServiceRequest tooLarge = run(chain(creating("'id': {'from': '/id'}")), RequestStatus.FAILED);
    assertThat(log(tooLarge, "s1"))
        .last()
        .asString()
        .contains("the output 'id' cannot be read: the response has more than 1048576 bytes");
  }

  @Test
  void aValueAndARequestHaveLimits() {
    target.answerWithBody("{\"v\": \"%s\"}".formatted("v".repeat(64 * 1024 - 1)));
    ServiceRequest value = run(chain(creating("'v': {'from': '/v'}")), RequestStatus.FAILED);
    assertThat(log(value, "s1"))
        .last()
        .asString()
        .contains("the output 'v' has 65537 bytes; at most 65536 are kept");

    target.answerWithBody("{\"v\": \"%s\"}".formatted("v".repeat(50_000)));
    String two = "'outputs': {'a': {'from': '/v'}, 'b': {'from': '/v'}}";
    ServiceRequest sum =
        run(
            chain(call("/1") + "," + two, call("/2") + "," + two, call("/3") + "," + two),
            RequestStatus.FAILED);
    assertThat(log(sum, "s3"))
        .last()
        .asString()
        .contains("with the outputs a, b, the outputs of this request would have 300012 bytes");
  }

  /** After an approval another dispatch goes on, which knows only what is stored. */
  @Test
  void outputsOutliveTheDispatch() {
    target.answerWithBody("{\"id\": {\"n\": 1.10}}");
    Pipeline pipeline =
        chain(
            creating("'id': {'from': '/id'}, 'no': {'from': '/no', 'optional': true}"),
            Pipelines.approval(),
            using("/use", "", "{'id': '${steps.repo.id}', 'no': '${steps.repo.no}'}"));
    ServiceRequest request = run(pipeline, RequestStatus.PENDING);

    flowforge.requests().decisions().approve(ADMIN, request.id());

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls().getLast().body()).isEqualTo("{\"id\":{\"n\":1.10},\"no\":null}");
  }

  @Test
  void aRetryKeepsWhatEarlierStepsHaveProduced() {
    target.answerWithBody("{\"id\": 1}");
    target.answerInTurn(200, 500);
    Pipeline pipeline =
        chain(creating("'id': {'from': '/id'}"), using("/use/${steps.repo.id}", "", "{}"));
    ServiceRequest request = run(pipeline, RequestStatus.FAILED);
    target.answerWithBody("{\"id\": 2}");

    var _ = flowforge.requests().retry().retry(MEMBER, request.id(), WantedRetry.OF_FAILED_STEP);
    world.await(request, RequestStatus.COMPLETED);

    assertThat(target.calls()).extracting(Target.Call::uri).endsWith("/use/1", "/use/1");
  }

  @Test
  void aRetryReplacesWhatIsProducedAgain() {
    target.answerWithBody("{\"id\": 1}");
    target.answerInTurn(200, 500);
    Pipeline pipeline =
        chain(
            creating("'id': {'from': '/id', 'optional': true}"),
            using("/use/${steps.repo.id}", "", "{}"));
    ServiceRequest request = run(pipeline, RequestStatus.FAILED);
    target.answerWithBody("{}");

    var _ = flowforge.requests().retry().retry(MEMBER, request.id(), new WantedRetry("s1", null));
    world.await(request, RequestStatus.COMPLETED);

    assertThat(target.calls()).extracting(Target.Call::uri).endsWith("/use/1", "/create", "/use/");
  }

  @Test
  void aQueryParameterIsRepeatedForEachCheckedBox() {
    Pipeline pipeline =
        boxes("TARGET/?a=1&topic=${topics[*]}&all=${topics}#${topics}", "TARGET/?t=${topics[*]}");

    run(pipeline, "{\"topics\": [\"a b\", \"&=\", \"${who}\"]}", RequestStatus.COMPLETED);
    run(pipeline, "{\"topics\": []}", RequestStatus.COMPLETED);
    run(pipeline, "{}", RequestStatus.COMPLETED);

    String three = "a%20b%2C%26%3D%2C%24%7Bwho%7D";
    assertThat(target.calls())
        .extracting(Target.Call::uri)
        .containsExactly(
            "/?a=1&topic=a%20b&topic=%26%3D&topic=%24%7Bwho%7D&all=" + three,
            "/?t=a%20b&t=%26%3D&t=%24%7Bwho%7D",
            "/?a=1&all=",
            "/",
            "/?a=1&all=",
            "/");
  }

  private Pipeline boxes(String... urls) {
    var steps =
        List.of(urls).stream()
            .map(
                url ->
                    "\"step_type\": \"API\", \"parameters\": {\"method\": \"GET\", \"url\": \"%s\"}"
                        .formatted(url))
            .toList();
    return world.pipeline(
        Pipelines.chain(steps)
            .replace(
                "{\"name\": \"why\", \"title\": \"Why\", \"type\": \"input\"}",
                "{\"name\": \"topics\", \"title\": \"T\", \"type\": \"checkboxes\","
                    + " \"options\": [\"a b\", \"&=\", \"${who}\"]}")
            .replace("TARGET", target.url("")));
  }

  private static String call(String path) {
    return "'step_type': 'API', 'parameters': {'method': 'POST', 'url': 'TARGET%s'}"
        .formatted(path);
  }

  private static String creating(String outputs) {
    return call("/create") + ", 'step_id': 'repo', 'outputs': {" + outputs + "}";
  }

  private static String using(String path, String headers, String data) {
    return "'step_type': 'API', 'parameters': {'method': 'POST', 'url': 'TARGET%s', 'headers': {%s}, 'data': %s}"
        .formatted(path, headers, data);
  }

  /** The steps may be written with single quotes. */
  private Pipeline chain(String... steps) {
    String json =
        JsonText.object(
                Pipelines.chain(List.of(steps)).replace("%d", Integer.toString(world.orgId())))
            .toString();
    return world.pipeline(json.replace("TARGET", target.url("")));
  }

  private ServiceRequest run(Pipeline pipeline, RequestStatus status) {
    return run(pipeline, "{\"who\": \"Mike\"}", status);
  }

  private ServiceRequest run(Pipeline pipeline, String formData, RequestStatus status) {
    ServiceRequest request = world.request(pipeline, formData);
    flowforge.requests().decisions().start(MEMBER, request.id());
    RequestDetails details = world.await(request, status);
    return details.request();
  }

  private List<String> log(ServiceRequest request, String step) {
    return flowforge.requests().reading().log(ADMIN, request.id(), step, 0).lines();
  }
}
