package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import io.flowforge.uri.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with secrets of the organization. */
class SecretCallTest {

  private static final String VALUE = "kL9/p+T\"0<ken>";

  private static final String CALL =
      """
      {'method': 'POST', 'url': '%s',
       'headers': {'X-Auth': '${secret.T}', 'User-Agent': '${secret.T}'},
       'data': {'a': '${secret.T}', 'b': 'is ${secret.T}', 'c': '${v}'}}\
      """;

  private final Target target = new Target();
  private final Target other = new Target("127.0.0.2");
  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
    other.close();
    target.close();
  }

  @Test
  void aSecretIsEscapedForItsPlaceAndTheLogDoesNotShowIt() throws InterruptedException {
    caller.useSecret("T", VALUE, "127.0.0.1");

    assertThat(run(CALL.formatted(target.url()), "{'v': 'x'}"))
        .isInstanceOf(StepOutcome.Completed.class);

    Target.Call call = target.calls().getFirst();
    assertThat(call.header("X-auth")).isEqualTo(VALUE);
    String quoted = TextNode.valueOf(VALUE).toString();
    assertThat(call.body())
        .isEqualTo(
            "{\"a\":%s,\"b\":%s,\"c\":\"x\"}".formatted(quoted, "\"is " + quoted.substring(1)));
    assertThat(log()).contains("***").doesNotContain("kL9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Content-Type': 'application/xml'}|<a>${secret.T}</a>|<a>kL9/p+T\"0&lt;ken&gt;</a>",
        "{'Content-Type': 'application/x-www-form-urlencoded'}|a=${secret.T}&b=1|a=kL9%2Fp%2BT%220%3Cken%3E&b=1",
        "{'Content-Type': 'text/plain'}|is ${secret.T}|is kL9/p+T\"0<ken>",
        "{}|[\\\"${secret.T}\\\", 1]|[\"kL9/p+T\\\"0<ken>\",1]",
      })
  void aSecretIsEscapedLikeFormData(String row) throws InterruptedException {
    List<String> parts = List.of(row.split("\\|", -1));
    caller.useSecret("T", VALUE, "127.0.0.1");

    run(
        "{'method': 'POST', 'url': '%s', 'headers': %s, 'data': '%s'}"
            .formatted(target.url(), parts.get(0), parts.get(1)),
        "{}");

    assertThat(target.calls().getFirst().body()).isEqualTo(parts.get(2));
    assertThat(log()).doesNotContain("kL9");
  }

  @Test
  void whatARequesterWritesIsNeverExpanded() throws InterruptedException {
    caller.useSecret("T", VALUE, "127.0.0.1");

    run(CALL.formatted(target.url()), "{'v': '${secret.T}', 'secret.T': 'forged'}");

    Target.Call call = target.calls().getFirst();
    assertThat(call.body()).contains("\"c\":\"${secret.T}\"").doesNotContain("forged");
    assertThat(call.header("X-auth")).isEqualTo(VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "127.0.0.1:1", "example.com"})
  void aSecretGoesToItsHostsOnly(String host) throws InterruptedException {
    caller.useSecret("T", VALUE, host);

    assertThat(StepCaller.reason(run(CALL.formatted(target.url()), "{'v': 'x'}")))
        .isEqualTo(
            "The call was not made: the secret 'T' must not be sent to this host; an admin has to"
                + " correct the URL, or add the host to the secret");

    assertThat(target.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'method': 'GET', 'url': '%s?t=${secret.T}'}",
        "{'method': 'GET', 'url': '%s', 'headers': {'X-${secret.T}': 'a'}}",
      })
  void noSecretStandsWhereLogsShowIt(String parameters) throws InterruptedException {
    caller.useSecret("T", "tokenT0ken", "127.0.0.1");

    assertThat(StepCaller.reason(run(parameters.formatted(target.url()), "{}")))
        .startsWith("The call was not made: parameters.")
        .contains("${secret.T} must not be in");

    assertThat(target.calls()).isEmpty();
    assertThat(log()).doesNotContain("tokenT0ken");
  }

  /** A public header goes to other origins, but not with a secret in it. */
  @Test
  void aRedirectToAnotherHostCarriesNoSecret() throws InterruptedException {
    caller.useSecret("T", VALUE, "127.0.0.1");
    target.redirect("/call", 302, other.url("/b"));
    other.redirect("/b", 302, target.url("/c"));

    run(
        """
        {'method': 'GET', 'url': '%s', 'headers': {
          'X-Auth': '${secret.T}', 'User-Agent': '${secret.T}', 'Accept': 'text/plain'}}\
        """
            .formatted(target.url()),
        "{}");

    assertThat(other.calls()).hasSize(1);
    assertThat(other.calls().getFirst().headers().toString()).doesNotContain("kL9");
    assertThat(other.calls().getFirst().header("Accept")).isEqualTo("text/plain");
    // Once withheld, it stays withheld.
    assertThat(target.calls().getLast().uri()).isEqualTo("/c");
    assertThat(target.calls().getLast().headers().toString()).doesNotContain("kL9");
    assertThat(log())
        .contains("without the secrets in User-Agent, which must not be sent to this host")
        .doesNotContain("kL9");
  }

  @Test
  void aRedirectToAnAllowedHostCarriesWhatItMay() throws InterruptedException {
    caller.useSecret("T", VALUE, "127.0.0.1", "127.0.0.2");
    target.redirect("/call", 302, other.url("/b"));

    run(
        "{'method': 'GET', 'url': '%s', 'headers': {'User-Agent': '${secret.T}'}}"
            .formatted(target.url()),
        "{}");

    assertThat(other.calls().getFirst().header("User-agent")).isEqualTo(VALUE);
  }

  /** A secret output has no hosts of its own; the same goes for the token of a callback URL. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "User-Agent|${out}",
        "Idempotency-Key|${out}",
        "Accept|text/${out}",
        "Accept-Language|is ${out}, en",
        "Traceparent|00-${out}-01",
        "X-Auth|${out}",
      })
  void aRedirectToAnotherOriginCarriesNoSecretOutput(String row) throws InterruptedException {
    List<String> header = List.of(row.split("\\|"));
    caller.useSecret("T", VALUE, "127.0.0.1", "127.0.0.2");
    caller.hide("0utput-0f-a-step");
    target.redirect("/call", 302, target.url("/same"));
    target.redirect("/same", 302, other.url("/b"));
    other.redirect("/b", 302, target.url("/c"));

    run(
        "{'method': 'GET', 'url': '%s', 'headers': {'Accept-Version': '${secret.T}', '%s': '%s'}}"
            .formatted(target.url(), header.getFirst(), header.getLast()),
        "{'out': '0utput-0f-a-step'}");

    assertThat(target.calls()).extracting(Target.Call::uri).containsExactly("/call", "/same", "/c");
    assertThat(target.calls().get(1).headers().toString()).contains("0utput-0f-a-step");
    assertThat(other.calls()).hasSize(1);
    assertThat(other.calls().getFirst().headers().toString()).doesNotContain("0utput-0f-a-step");
    assertThat(other.calls().getFirst().header("Accept-version")).isEqualTo(VALUE);
    // Once withheld, it stays withheld.
    assertThat(target.calls().getLast().headers().toString()).doesNotContain("0utput-0f-a-step");
    assertThat(log()).contains(header.getFirst()).doesNotContain("0utput-0f-a-step");
  }

  static List<String> echoes() {
    String base64 =
        Base64.getEncoder().encodeToString(("x" + VALUE).getBytes(StandardCharsets.UTF_8));
    return List.of(
        VALUE,
        "{\"deep\": " + TextNode.valueOf(VALUE) + "}",
        PercentEncoding.encode(VALUE),
        PercentEncoding.encode(PercentEncoding.encode(VALUE)),
        base64,
        VALUE.replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;"));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void aTargetThatEchoesASecretGetsItIntoNoLog(String echo) throws InterruptedException {
    caller.useSecret("T", VALUE, "127.0.0.1");
    target.answerWith(422);
    target.answerWithBody("it was " + echo);
    target.answerWithHeader("X-Echo", VALUE);

    StepOutcome outcome = run(CALL.formatted(target.url()), "{'v': 'x'}");

    assertThat(log() + StepCaller.reason(outcome))
        .contains("it was")
        .contains("***")
        .doesNotContain("kL9")
        .doesNotContain(echo);
  }

  @Test
  void eachLineAndEachValueOfALongSecretIsHidden() throws InterruptedException {
    caller.useSecret(
        "T",
        """
        {"type": "service", "key": "-----BEGIN KEY-----\\nMIIEvQIBADANBg\\nkqhkiG9w0BAQEF\\n",
         "id": 1234567890, "nested": [{"mail": "robot@example.com"}], "x": "short"}""",
        "127.0.0.1");
    target.answerWithBody(
        "MIIEvQIBADANBg and kqhkiG9w0BAQEF of robot@example.com 1234567890 short");

    run("{'method': 'POST', 'url': '%s', 'data': '${secret.T}'}".formatted(target.url()), "{}");

    assertThat(log()).contains("*** and *** of *** *** short").doesNotContain("MIIE", "kqhk");
  }

  private StepOutcome run(String parameters, String formData) throws InterruptedException {
    return caller.execute(parameters, formData);
  }

  private String log() {
    return String.join("\n", caller.log());
  }
}
