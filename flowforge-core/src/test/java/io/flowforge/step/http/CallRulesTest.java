package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Target;
import java.util.List;
import java.util.Random;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRulesTest {

  private static final ObjectMapper JSON = Json.mapper();
  private static final CallRules STRICT = new CallRules(JSON, new AddressPolicy(false));
  private static final CallRules LENIENT = new CallRules(JSON, new AddressPolicy(true));

  /** Whatever is accepted, the client can send; the values may be anything. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsAcceptedCanBeCalled(long seed) {
    var random = new Random(seed);
    List<String> pieces =
        List.of(
            "a", "B", "1", ".", "-", "_", "~", "/", "?", "#", "&", "=", ":", "@", "%", "%20", "zz",
            "${v}", "{", "}", "[", "]", "|", "\"", "\\", "^", "`", "<", ">", " ", "\t", "ä", "例",
            "😀", "\u00a0", "\u2028", "\u200d", "'", "(", "*", "+", ",", ";", "!", "$", "80",
            "99999");
    PlaceholderValues values = new PlaceholderValues(JsonText.object("{'v': 'a /%|ü'}"));
    int accepted = 0;
    for (int i = 0; i < 4_000; i++) {
      var url = new StringBuilder("http://");
      url.append(random.nextBoolean() ? "h" : "");
      for (int length = 1 + random.nextInt(5); length > 0; length--) {
        url.append(pieces.get(random.nextInt(pieces.size())));
      }
      ObjectNode parameters = JsonNodeFactory.instance.objectNode();
      parameters.put("method", "GET").put("url", url.toString());
      if (LENIENT.problemsOf(parameters).isEmpty()) {
        accepted++;
        assertThatCode(
                () ->
                    assertThat(
                            new HttpUriRequestBase(
                                    "GET", ApiCall.of(parameters, values, JSON).url())
                                .getAuthority())
                        .isNotNull())
            .as(url.toString())
            .doesNotThrowAnyException();
      }
    }
    assertThat(accepted).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "http://127.0.0.1/; 127.0.0.0/8 (loopback)",
        "http://localhost:8080/; 127.0.0.0/8 (loopback)",
        "http://10.1.2.3/${v}; 10.0.0.0/8 (private)",
        "http://[::1]/; ::1/128 (loopback)",
        "http://[::ffff:192.168.0.1]/; 192.168.0.0/16 (private)",
        "http://[fd00::1]/; fc00::/7 (unique local)"
      })
  void anAddressThatIsNeverCalledHereIsRefusedHere(String url, String block) {
    ObjectNode parameters = get(url);

    assertThat(STRICT.problemsHere(parameters))
        .containsExactly(
            "parameters.url: its address is in "
                + block
                + ", allowed only with ALLOW_PRIVATE_TARGETS=true; use another address");
    assertThat(LENIENT.problemsHere(parameters)).isEmpty();
    assertThat(STRICT.problemsOf(parameters)).isEmpty();
  }

  @Test
  void metadataIsNeverCalledAnywhere() {
    assertThat(LENIENT.problemsHere(get("http://169.254.169.254/latest"))).hasSize(1);
    assertThat(STRICT.problemsHere(get("http://example.com/"))).isEmpty();
    assertThat(STRICT.problemsHere(get("nonsense"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'X-A': '1', 'x-a': '2'} |"
            + " parameters.headers: 'X-A' and 'x-a' are the same header; remove one of them",
        "{'X-${a}': '1', 'x-${a}': '2'} |"
            + " parameters.headers: 'X-${a}' and 'x-${a}' are the same header; remove one of them",
        "{'Content-Type': 'text/plain; charset=utf-9'} |"
            + " parameters.headers: Content-Type has the unknown charset 'utf-9'; use utf-8",
        "{'content-type': 'text/plain; charset=%%'} |"
            + " parameters.headers: Content-Type has the unknown charset '%%'; use utf-8"
      })
  void namesWhatIsWrongWithHeaders(String headers, String problem) {
    assertThat(STRICT.problemsOf(post(headers))).containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'X-${a}': '1', 'x-${A}': '2'}",
        "{'X-A': '1', 'x-a': null}",
        "{'Content-Type': 'text/plain; charset=iso-8859-1'}",
        "{'Content-Type': 'text/plain; charset=${c}'}"
      })
  void acceptsHeadersThatCanBeSent(String headers) {
    assertThat(STRICT.problemsOf(post(headers))).isEmpty();
  }

  @Test
  void limitsNumberAndLengthOfHeaders() {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 100; i++) {
      headers.put("x" + i, "v");
    }
    ObjectNode parameters = get("http://h/");
    parameters.set("headers", headers);
    assertThat(STRICT.problemsOf(parameters)).isEmpty();
    headers.put("x0", "v".repeat(8_190));
    assertThat(STRICT.problemsOf(parameters)).isEmpty();
    headers.put("x0", "v".repeat(8_191));
    assertThat(STRICT.problemsOf(parameters))
        .containsExactly("parameters.headers: 'x0' has 8193 characters; shorten it to 8192");
    headers.put("x0", "v").put("x100", "v");
    assertThat(STRICT.problemsOf(parameters))
        .containsExactly("parameters.headers: there are 101; use at most 100");
  }

  /** No use of a body is defined for OPTIONS (RFC 9110, 9.3.7); the client sends all others. */
  @Test
  void optionsHaveNoData() throws InterruptedException {
    try (Target target = new Target();
        StepCaller caller = new StepCaller()) {
      for (String method : List.of("GET", "HEAD", "DELETE", "PUT", "POST", "PATCH")) {
        ObjectNode parameters = get(target.url("/")).put("method", method);
        parameters.putObject("data").put("a", 1);
        boolean isSent =
            caller.execute(parameters.toString(), "{}") instanceof StepOutcome.Completed;
        assertThat(isSent).as(method).isTrue();
        assertThat(STRICT.problemsOf(parameters)).as(method).isEmpty();
      }
      ObjectNode options = get(target.url("/")).put("method", "options");
      options.putObject("data").put("a", 1);
      assertThat(STRICT.problemsOf(options))
          .containsExactly("parameters.data: OPTIONS is sent without a body; remove data");
    }
  }

  private static ObjectNode get(String url) {
    return JsonNodeFactory.instance.objectNode().put("method", "GET").put("url", url);
  }

  private static ObjectNode post(String headers) {
    ObjectNode parameters = get("http://h/").put("method", "POST").put("data", "text");
    parameters.set("headers", JsonText.node(headers));
    return parameters;
  }
}
