package io.flowforge.step.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.policy.RetryPolicy;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.http.poll.PollRules;
import io.flowforge.step.http.poll.Polling;
import io.flowforge.testing.AnsweringTarget;
import io.flowforge.testing.AnsweringTarget.Answer;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code poll}: what follows each response of a step. */
class PollTest {

  private static final String DONE = "response.status == 200 && response.body.state == 'done'";

  private static final StepPolicy THREE_TIMES =
      new StepPolicy(
          Duration.ofSeconds(20),
          new RetryPolicy(
              3,
              Duration.ofSeconds(1),
              2,
              Duration.ofSeconds(9),
              null,
              Set.of("5xx", "connection")),
          null);

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AnsweringTarget target = new AnsweringTarget(_ -> answers.remove());
  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
    target.close();
  }

  /** An answer is its status, its Location after {@code >}, and the state in its body. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          POST | 200 done                         | completed | POST /call
          POST | 202>/op; 200 done                | completed | POST /call, GET /op
          POST | 202>/op new; 202 new; 200 done   | completed | POST /call, GET /op, GET /op
          POST | 202>/op; 202>/b?x=1; 204; 200 done | completed | POST /call, GET /op, GET /b?x=1, GET /b?x=1
          POST | 202>op; 200 done                 | completed | POST /call, GET /op
          POST | 202>/op#x; 200 done              | completed | POST /call, GET /op
          POST | 202>/op; 303>/result; 200 done   | completed | POST /call, GET /op, GET /result
          PUT  | 202>/op; 200 done                | completed | PUT /call, GET /op
          GET  | 200 new; 204; 200 done           | completed | GET /call, GET /call, GET /call
          GET  | 202 new; 200 done                | completed | GET /call, GET /call
          GET  | 202>/op; 200 new; 200 done       | completed | GET /call, GET /op, GET /op
          GET  | 201>/op; 200 done                | completed | GET /call, GET /call
          GET  | 302>/b; 200 new; 302>/b; 200 done | completed | GET /call, GET /b, GET /call, GET /b
          POST | 200 new                          | POST cannot be repeated safely | POST /call
          POST | 202 new                          | POST cannot be repeated safely | POST /call
          POST | 201>/op new                      | POST cannot be repeated safely | POST /call
          DELETE | 204                            | DELETE cannot be repeated safely | DELETE /call
          POST | 202>http://127.0.0.2/op          | another scheme, host or port | POST /call
          POST | 202>//example.com/op             | another scheme, host or port | POST /call
          POST | 202>https://127.0.0.1/op         | another scheme, host or port | POST /call
          POST | 202>ftp://127.0.0.1/op           | another scheme, host or port | POST /call
          POST | 202>http://[x/op                 | its Location is malformed | POST /call
          POST | 202>http://u:p@127.0.0.1/op      | its Location is malformed | POST /call
          POST | 202>/op?token=abc                | its Location contains a secret | POST /call
          POST | 202>/op?a=1&api_key=x            | its Location contains a secret | POST /call
          POST | 202>/op; 202>http://127.0.0.2/   | another scheme, host or port | POST /call, GET /op
          POST | 202>/op; 404                     | Response status 404 | POST /call, GET /op
          POST | 202>/op; 500                     | expected 2xx (look 1) | POST /call, GET /op
          POST | 202>/op; 302>ftp://x/            | redirect not followed | POST /call, GET /op
          POST | 202>/op; 200 failed              | 'fail_when' holds | POST /call, GET /op
          POST | 200 failed                       | 'fail_when' holds | POST /call
          """)
  void eachResponseHasItsConsequence(String method, String script, String outcome, String calls)
      throws InterruptedException {
    answer(script);

    StepOutcome reached =
        caller.executeToTheEnd(
            parameters(
                method,
                "",
                DONE,
                "response.status == 200 && response.body == {'state': 'failed'}"));

    if (outcome.equals("completed")) {
      assertThat(reached).isEqualTo(new StepOutcome.Completed());
    } else {
      assertThat(reached).isInstanceOf(StepOutcome.Failed.class);
      assertThat(StepCaller.reason(reached)).contains(outcome);
    }
    assertThat(target.lines()).isEqualTo(List.of(calls.split(", ")));
    assertThat(answers).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          10  | 25   |           | 10 15
          10  | 10   |           | 10
          10  | 30   | 3         | 10 10 10
          10  | 60   | 25        | 25 25 10
          10  | 60   | 999999999 | 60
          10  | 60   | nonsense  | 10 10 10 10 10 10
          0.5 | 1.25 |           | 0.5 0.75
          10  | 60   | Sat, 31 Jan 2026 07:00:00 GMT | 10 10 10 10 10 10
          """)
  void looksAreNeverTooEarlyAndEndAtTheMaximum(
      String every, String max, String retryAfter, String delays) throws InterruptedException {
    Answer answer =
        retryAfter == null ? Answer.of(200, "{}") : Answer.of(200, "{}", "Retry-After", retryAfter);
    answers.addAll(List.of(answer, answer, answer, answer, answer, answer, answer, answer));

    StepOutcome outcome =
        caller.executeToTheEnd(
            """
            {'method': 'GET', 'url': '%s', 'poll': {'until': 'false', 'every_seconds': %s, 'max_seconds': %s}}
            """
                .formatted(target.url("/call"), every, max));

    assertThat(StepCaller.reason(outcome))
        .startsWith("The work was not done within %s s: 'until' did not hold after".formatted(max));
    assertThat(
            caller.delays().stream()
                .map(delay -> Double.toString(delay.toMillis() / 1_000.0).replaceFirst("\\.0$", ""))
                .collect(joining(" ")))
        .isEqualTo(delays);
  }

  /** With three attempts, two looks in a row may fail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          202>/op; 503; 503; 200 done                | completed
          202>/op; 503; 503; 200 new; 500; 502; 200 done | completed
          202>/op; 503; 503; 503                     | (look 3; 3 looks in a row have failed)
          202>/op; 200 new; 404                      | Response status 404 Not Found; expected 2xx (look 2)
          """)
  void failedLooksAreToleratedAsTheRetryPolicySays(String script, String outcome)
      throws InterruptedException {
    caller.useStepPolicy(THREE_TIMES);
    answer(script);

    StepOutcome reached = caller.executeToTheEnd(parameters("POST", "", DONE, "false"));

    if (outcome.equals("completed")) {
      assertThat(reached).isEqualTo(new StepOutcome.Completed());
    } else {
      // It is no failed attempt, after which the call would be repeated.
      assertThat(reached).isInstanceOf(StepOutcome.Failed.class);
      assertThat(StepCaller.reason(reached)).contains(outcome);
    }
    assertThat(target.lines().stream().filter(line -> line.startsWith("POST"))).hasSize(1);
    assertThat(answers).isEmpty();
  }

  @Test
  void aLostConnectionIsAFailedLook() throws InterruptedException {
    String parameters = parameters("POST", "", DONE, "false");
    answer("202>/op");
    var first = (StepOutcome.Suspended) caller.execute(parameters, "{}");
    target.close();

    assertThat(caller.look(parameters, StepCaller.NOW, waiting(first)))
        .isInstanceOf(StepOutcome.Failed.class);
    caller.useStepPolicy(THREE_TIMES);
    assertThat(caller.look(parameters, StepCaller.NOW, waiting(first)))
        .isInstanceOf(StepOutcome.Suspended.class);
  }

  /** The first call is an attempt as any other. */
  @Test
  void aFailedFirstCallIsAFailedAttempt() throws InterruptedException {
    answer("503");

    assertThat(caller.execute(parameters("POST", "", DONE, "false"), "{}"))
        .isInstanceOf(StepOutcome.AttemptFailed.class);
  }

  @Test
  void aLookSendsTheHeadersButNeitherBodyNorKey() throws InterruptedException {
    answer("202>/op; 200 done");

    caller.executeToTheEnd(
        parameters(
            "POST",
            "'headers': {'X-Mine': 'm', 'Content-Type': 'application/json', 'Content-Language': 'en'}, 'data': {'a': 1},",
            DONE,
            "false"));

    Target.Call call = target.calls().getFirst();
    assertThat(call.body()).isEqualTo("{\"a\":1}");
    assertThat(call.header("Idempotency-key")).isEqualTo("r/s/1");
    Target.Call look = target.calls().getLast();
    assertThat(look.body()).isEmpty();
    assertThat(look.header("X-mine")).isEqualTo("m");
    assertThat(look.headers())
        .doesNotContainKeys(
            "Idempotency-key", "Content-type", "Content-language", "Content-length");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void secretsGoToTheirHostsOnly(boolean isStillAllowed) throws InterruptedException {
    try (var other = new Target("127.0.0.2")) {
      other.answerWithBody("{\"state\": \"done\"}");
      caller.useSecret("T", "very secret value", "127.0.0.1");
      answer("202>/op; 302>" + other.url("/elsewhere"));
      String parameters =
          parameters("POST", "'headers': {'User-Agent': 'is ${secret.T}'},", DONE, "false");
      var first = (StepOutcome.Suspended) caller.execute(parameters, "{}");
      if (!isStillAllowed) {
        caller.useSecret("T", "very secret value", "127.0.0.3");
      }

      StepOutcome outcome = caller.look(parameters, StepCaller.NOW, waiting(first));

      if (isStillAllowed) {
        assertThat(outcome).isEqualTo(new StepOutcome.Completed());
        assertThat(target.calls().getLast().header("User-agent")).isEqualTo("is very secret value");
        assertThat(other.calls().toString()).doesNotContain("very secret");
      } else {
        assertThat(StepCaller.reason(outcome))
            .startsWith("The look was not made: the secret 'T' must not be sent to this host");
        assertThat(target.calls()).hasSize(1);
      }
      assertThat(first.memo()).doesNotContain("secret");
      assertThat(caller.log().toString()).doesNotContain("very secret");
    }
  }

  @Test
  void aLocationThatEchoesASecretIsNotStored() throws InterruptedException {
    caller.useSecret("T", "verysecretvalue", "127.0.0.1");
    answer("202>/op/verysecretvalue");

    StepOutcome outcome =
        caller.execute(
            parameters("POST", "'headers': {'X-Auth': '${secret.T}'},", DONE, "false"), "{}");

    assertThat(StepCaller.reason(outcome))
        .contains("its Location contains a secret")
        .doesNotContain("verysecretvalue");
  }

  @Test
  void aLocationThatIsTooLongFailsTheStep() throws InterruptedException {
    answer("202>/" + "a".repeat(7_000));
    assertThat(caller.execute(parameters("POST", "", DONE, "false"), "{}"))
        .isInstanceOf(StepOutcome.Suspended.class);
    answer("202>/" + "a".repeat(8_000));
    assertThat(StepCaller.reason(caller.execute(parameters("POST", "", DONE, "false"), "{}")))
        .contains("characters; at most 7800 are looked at");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          response.body.state == 'done' | empty     | 'until' cannot be decided: column
          response.body.state == 'done' | not JSON  | (the body of the response is not JSON)
          response.body.state == 'done' | half      | (the JSON in the response ends too early)
          response.body.state == 'done' | cut off   | 'until' cannot be decided: the response has 16 bytes (the rest did not arrive)
          response.body.state == 'done' | too large | 'until' cannot be decided: the response has more than 1048576 bytes
          response.body.state == 'done' | compressed | (the body of the response is compressed)
          response.body.state > 5       | megabyte  | 'until' cannot be decided: column
          response.body.nothing         | megabyte  | 'until' cannot be decided: column
          response.body.state == 'done' | megabyte  | completed
          response.body == null         | empty     | completed
          response.body == null         | not JSON  | completed
          response.status == 200        | cut off   | completed
          response.status == 200        | too large | completed
          response.headers.location == '/x' | too large | 'until' cannot be decided: column
          """)
  void bodiesAreReadAsFarAsTheyCanBe(String until, String kind, String outcome)
      throws InterruptedException {
    String done = "{\"state\":\"done\"}";
    answers.add(
        switch (kind) {
          case "empty" -> Answer.of(200, "");
          case "not JSON" -> Answer.of(200, "<done/>");
          case "half" -> Answer.of(200, "{\"state\":");
          case "cut off" -> Answer.of(200, done).cutOff();
          case "too large" -> Answer.of(200, done + " ".repeat(1 << 20));
          case "compressed" -> Answer.of(200, done, "Content-Encoding", "gzip");
          case "megabyte" -> Answer.of(200, done + " ".repeat((1 << 20) - 20));
          default -> throw new IllegalArgumentException(kind);
        });

    StepOutcome reached = caller.execute(parameters("GET", "", until, "false"), "{}");

    if (outcome.equals("completed")) {
      assertThat(reached).isEqualTo(new StepOutcome.Completed());
    } else {
      assertThat(reached).isInstanceOf(StepOutcome.Failed.class);
      assertThat(StepCaller.reason(reached)).contains(outcome);
    }
  }

  /** It ends by itself, whatever the response. */
  @Test
  void aHostileConditionIsBounded() throws InterruptedException {
    answers.add(Answer.of(200, "[" + "1,".repeat(100_000) + "1]"));

    StepOutcome outcome =
        caller.execute(
            parameters("GET", "", "response.body.all(x, response.body.all(y, x == y))", "false"),
            "{}");

    assertThat(StepCaller.reason(outcome)).contains("'until' cannot be decided: column");
  }

  @Test
  void theLogShowsTheFirstLookEachChangeAndTheEnd() throws InterruptedException {
    caller.useStepPolicy(THREE_TIMES);
    answer("202>/op; 202; 202; 202; 503; 503; 200 new; 200 new; 200 done");

    caller.executeToTheEnd(parameters("POST", "", DONE, "false"));

    assertThat(caller.log().stream().map(line -> line.replaceAll("\\d+ bytes", "n bytes")))
        .containsExactly(
            "Calling POST " + target.url("/call"),
            "Response status 202; n bytes",
            "Not done yet: looks at the Location of the response every 10 s, for at most 600 s",
            "Look 1: response status 202",
            "Look 4: Response status 503 Service Unavailable; expected 2xx",
            "Look 6: response status 200",
            "Response body: {\"state\":\"done\"}",
            "Done after 8 looks: response status 200; n bytes");
  }

  @Test
  void manyLooksLogAFewLines() throws InterruptedException {
    for (int look = 0; look < 300; look++) {
      answers.add(Answer.of(look % 2 == 0 ? 200 : 203, ""));
    }
    answer("201");

    StepOutcome outcome =
        caller.executeToTheEnd(
            parameters("GET", "", "response.status == 201", "false").replace("600", "2000000"));

    assertThat(outcome).isEqualTo(new StepOutcome.Completed());
    assertThat(target.calls()).hasSize(301);
    assertThat(caller.log()).hasSizeLessThanOrEqualTo(50);
    assertThat(caller.log()).anyMatch(line -> line.startsWith("What further looks find"));
  }

  /** No look checks the conditions again before it knows what there is to decide. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          response.  | false     | 'until' cannot be decided: column
          'done'     | false     | 'until' cannot be decided: column
          false      | response. | 'fail_when' cannot be decided: column
          """)
  void aStoredStepWithABrokenConditionFailsWithTheReason(
      String until, String failWhen, String reason) throws InterruptedException {
    String broken = parameters("POST", "", until, failWhen);
    assertThat(PollRules.problemsOf(JsonText.object(broken))).isNotEmpty();
    assertThat(Polling.in(JsonText.object(broken))).isPresent();

    assertThat(caller.execute(broken, "{}"))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("The call was not made: " + reason));
    assertThat(target.calls()).isEmpty();

    answer("202>/op; 200 new");
    var first = (StepOutcome.Suspended) caller.execute(parameters("POST", "", DONE, "false"), "{}");
    assertThat(caller.look(broken, StepCaller.NOW, waiting(first)))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("Response status 200, but " + reason));
    assertThat(target.lines()).containsExactly("POST /call", "GET /op");
  }

  @Test
  void whatCannotBeReadOfTheLookBeforeFailsTheStep() throws InterruptedException {
    var wait = new StepWait(WaitsFor.POLL, StepCaller.NOW, StepCaller.NOW, false, 0, "no memo");

    assertThat(
            StepCaller.reason(
                caller.look(parameters("GET", "", DONE, "false"), StepCaller.NOW, wait)))
        .contains("what was noted of the poll cannot be read");
  }

  private static StepWait waiting(StepOutcome.Suspended suspended) {
    return new StepWait(
        suspended.waitsFor(), StepCaller.NOW, StepCaller.NOW, false, 0, suspended.memo());
  }

  private String parameters(String method, String more, String until, String failWhen) {
    return """
        {'method': '%s', 'url': '%s', %s
         'poll': {'until': "%s", 'fail_when': "%s", 'every_seconds': 10, 'max_seconds': 600}}
        """
        .formatted(method, target.url("/call"), more, until, failWhen);
  }

  private void answer(String script) {
    Arrays.stream(script.split(";")).map(String::strip).map(PollTest::parsed).forEach(answers::add);
  }

  private static Answer parsed(String text) {
    List<String> parts = List.of(text.split(" "));
    int arrow = parts.getFirst().indexOf('>');
    Map<String, String> headers = new LinkedHashMap<>();
    if (arrow > 0) {
      headers.put("Location", parts.getFirst().substring(arrow + 1));
    }
    String status = arrow > 0 ? parts.getFirst().substring(0, arrow) : parts.getFirst();
    String body = parts.size() == 1 ? "" : "{\"state\":\"%s\"}".formatted(parts.getLast());
    return new Answer(Integer.parseInt(status), headers, body, 0);
  }
}
