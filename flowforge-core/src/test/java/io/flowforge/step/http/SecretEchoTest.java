package io.flowforge.step.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that echo secrets in every part of a response. */
class SecretEchoTest {

  private static final String CALL =
      """
      {'method': 'POST', 'url': '%s/${who}?token=Qu3ryHush',
       'headers': {'Authorization': 'Basic am9lOkg0ZGVySHVzaA==', 'Cookie': 'sid=C00kieHush'},
       'data': {'who': '${who}', 'client_secret': 'D4taHush', 'pin': '${password}'}}\
      """;

  private static final String FORM = "{'who': 'F0rmHush', 'password': 'F0rmHush'}";

  private static final String SECRETS =
      "Qu3ryHush|am9lOkg0ZGVySHVzaA|H4derHush|C00kieHush|D4taHush|F0rmHush|N3wHush|Hush";

  private final Target target = new Target();
  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
    target.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\": \"bad password H4derHush of joe, wanted by F0rmHush, C00kieHush\"}",
        "no such thing: Qu3ryHush and \\u0044\\u0034\\u0074\\u0061\\u0048\\u0075\\u0073\\u0068",
        "am9lOkg0ZGVySHVzaA== %46%30%72%6D%48%75%73%68",
        "{\"access_token\": \"N3wHush\", \"again\": \"N3wHush\"}"
      })
  void noneIsInTheLog(String body) throws InterruptedException {
    target.answerWith(422);
    target.answerWithBody(body);

    String reason = StepCaller.reason(caller.execute(CALL.formatted(target.url()), FORM));

    assertThat(target.calls().getFirst().body()).contains("D4taHush", "F0rmHush");
    assertThat(reason).doesNotContainPattern(SECRETS);
    assertThat(caller.log()).noneMatch(line -> line.matches(".*(" + SECRETS + ").*"));
    assertThat(caller.log()).contains("Calling POST " + target.url() + "/***");
    assertThat(caller.log().getLast()).startsWith("Response body: ").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1}\n{\"token\": \"N3wHush\"}",
        "401 token=N3wHush",
        "{\"token\": \"N3wHush\", \"token\": \"x\"}",
        "\ufeff{\"token\": \"N3wHush\"}",
        "{\"token\": \"N3wHush\"} is wrong",
        "{\"token\": \"N3wHush",
        "{\"see\": \"https://h/?token=N3wHush\", \"again\": \"N3wHush\"}"
      })
  void noneIsInAResponseThatIsNotOneWholeJsonValue(String body) throws InterruptedException {
    assertThat(logOf(body)).contains("***").doesNotContainPattern(SECRETS);
  }

  @Test
  void noneIsInAResponseThatIsTooLongToBeKept() throws InterruptedException {
    String list = "\"x\", ".repeat(30_000);

    assertThat(logOf("{\"access_token\": \"N3wHush\", \"list\": [%s\"x\"]}".formatted(list)))
        .startsWith("Response body: {\"access_token\": \"***\", \"list\"");
    // This secret is truncated itself.
    assertThat(logOf("{\"access_token\": \"%s\"}".formatted("N3wHush".repeat(20_000))))
        .doesNotContain("N3w");
  }

  /** The second response has more secrets than are searched for: nothing of it is logged. */
  @ParameterizedTest
  @CsvSource({
    "1000, 'Response body: {\"token\": [\"***\", \"***\", '",
    "10000, Response body: ***"
  })
  void noneOfManyIsInTheLog(int first, String shown) throws InterruptedException {
    String tokens =
        IntStream.range(first, first + 8_000).mapToObj("\"%d\""::formatted).collect(joining(", "));

    assertThat(logOf("{\"token\": [" + tokens + "]}"))
        .startsWith(shown)
        .doesNotContainPattern("[0-9]");
    assertThat(caller.log()).contains("Calling POST " + target.url() + "/***");
  }

  @Test
  void noneIsCutInTwo() throws InterruptedException {
    target.answerWith(422);
    target.answerWithBody("x".repeat(495) + "H4derHush");

    caller.execute(CALL.formatted(target.url()), FORM);

    assertThat(caller.log().getLast()).endsWith("x***").doesNotContain("H4");
  }

  @Test
  void noneIsInARedirect() throws InterruptedException {
    target.redirect("/call/F0rmHush", 303, "/C00kieHush/H4derHush/N3wHush?x=Qu3ryHush");
    target.answerWithHeader("Set-Cookie", "session=N3wHush; Path=/call");
    target.answerWith(404);

    String reason = StepCaller.reason(caller.execute(CALL.formatted(target.url()), FORM));

    assertThat(reason).isEqualTo("Response status 404 Not Found; expected 2xx");
    assertThat(caller.log()).contains("Redirected to GET " + target.url("/***/***/***"));
    assertThat(caller.log()).noneMatch(line -> line.matches(".*(" + SECRETS + ").*"));
  }

  @Test
  void noneThatARedirectBringsIsInTheLog() throws InterruptedException {
    target.redirect("/call/F0rmHush", 303, "/N3wHush?access_token=N3wHush");
    target.answerWith(422);
    target.answerWithBody("bad N3wHush");

    caller.execute(CALL.formatted(target.url()), FORM);

    assertThat(target.calls().getLast().uri()).isEqualTo("/N3wHush?access_token=N3wHush");
    assertThat(caller.log())
        .contains("Redirected to GET " + target.url("/***"), "Response body: bad ***");
  }

  @Test
  void noneIsInWhatFollowsTheStatus() throws InterruptedException {
    try (var raw =
        RawTarget.responding(
            "HTTP/1.1 401 no H4derHush\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII))) {
      assertThat(reasonOfACallTo(raw)).isEqualTo("Response status 401 no ***; expected 2xx");
    }
  }

  private String reasonOfACallTo(RawTarget raw) throws InterruptedException {
    return StepCaller.reason(
        caller.execute(
            "{'method': 'GET', 'url': '%s', 'headers': {'X-Token': 'H4derHush'}}"
                .formatted(raw.url()),
            "{}"));
  }

  private static final String UNUSUAL_HEADERS =
      """
      {'method': 'GET', 'url': '%s/Harmless',
       'headers': {'X-Functions-Key': 'Fn/ctionHush', 'Ocp-Apim-Subscription-Key': 'Token Azur3Hush',
                   'X-Auth': 'Basic am9lOkg0ZGVySHVzaA==', 'X-Ids': 'a=P4ramHush; b=short',
                   'X-Short': '1234567', 'X-Echo': 'Harmless', 'X-Form': '${v}',
                   'Accept-Language': 'en-GB,en;q=0.9', 'User-Agent': 'Check/1.0'}}\
      """;

  /** Header values that have no secret name, in every part of a response. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fn/ctionHush", "Fn\\/ctionHush", "Fn%2FctionHush", "Fn&#47;ctionHush", "Rm4vY3Rpb25IdXNo",
        "bad token Azur3Hush", "am9lOkg0ZGVySHVzaA==", "joe:H4derHush", "P4ramHush", "F0rmHush"
      })
  void theValueOfNoHeaderIsInTheLog(String echo) throws InterruptedException {
    target.answerWith(422);
    target.answerWithBody("<" + echo + ">");
    target.redirect("/call/Harmless", 302, "/at/" + echo.replaceAll("[ <>\\\\]", ""));

    String reason =
        StepCaller.reason(
            caller.execute(UNUSUAL_HEADERS.formatted(target.url()), "{'v': 'F0rmHush'}"));

    assertThat(caller.log()).contains("Calling GET " + target.url("/call/Harmless"));
    assertThat(caller.log().getLast()).contains("***");
    assertThat(String.join("\n", caller.log()) + reason)
        .doesNotContain("Hush", echo, "ction", "IdXNo", "am9l");
  }

  @Test
  void harmlessHeadersAndShortValuesAreShown() throws InterruptedException {
    target.answerWith(422);
    String body = "en-GB,en;q=0.9 Check/1.0 1234567 short";
    target.answerWithBody(body);

    caller.execute(UNUSUAL_HEADERS.formatted(target.url()), "{'v': 'F0rmHush'}");

    assertThat(caller.log().getLast()).isEqualTo("Response body: " + body);
  }

  @Test
  void noneIsInAFailure() throws InterruptedException {
    try (var raw = RawTarget.responding("H4derHush\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      assertThat(reasonOfACallTo(raw)).contains(" failed: ").doesNotContain("H4der");
    }
    assertThat(
            StepCaller.reason(
                caller.execute(
                    "{'method': 'GET', 'url': 'http://h', 'headers': {'${token}': 'x'}}",
                    "{'token': 'F0rm Hush'}")))
        .isEqualTo("The call could not be made: '***' is not a valid header name");
  }

  /** The operator may set any logger to the lowest level. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "org.apache.hc.client5.http",
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "org.apache.hc.client5.http.impl",
        "org.apache.hc.client5.http.impl.classic.MainClientExec"
      })
  void noneIsInTheServersLog(String name) throws InterruptedException {
    Logger root = Logger.getLogger("");
    Logger logger = Logger.getLogger(name);
    Level usual = logger.getLevel();
    var records = new Records();
    root.addHandler(records);
    logger.setLevel(Level.ALL);
    try (var curious = new StepCaller()) {
      target.answerWith(500);
      curious.execute(CALL.formatted(target.url()), FORM);
    } finally {
      logger.setLevel(usual);
      root.removeHandler(records);
    }
    assertThat(target.calls()).hasSize(1);
    assertThat(records.texts).noneMatch(text -> text.contains("Hush") || text.contains("am9lOkg0"));
  }

  /** Returns the last line of the log of a call that is rejected with this body. */
  private String logOf(String body) throws InterruptedException {
    target.answerWith(422);
    target.answerWithBody(body);
    caller.execute(CALL.formatted(target.url()), FORM);
    return caller.log().getLast();
  }

  private static final class Records extends Handler {

    private final List<String> texts = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord one) {
      // The target's own log does not count.
      if (!String.valueOf(one.getLoggerName()).startsWith("com.sun.net.httpserver")) {
        texts.add(new SimpleFormatter().format(one));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
