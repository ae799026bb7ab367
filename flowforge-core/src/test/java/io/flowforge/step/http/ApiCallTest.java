package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.testing.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiCallTest {

  private static final ObjectMapper JSON = Json.mapper();

  @Test
  void makesACall() {
    ApiCall call =
        call(
            """
            {'method': ' post ', 'url': 'https://example.com:8443/a b/${v}?q=${v}',
             'headers': {'X-Name': 'is ${v}', 'X-Number': 7}, 'data': {'v': '${v}'}}
            """,
            "M/M");

    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.url()).hasToString("https://example.com:8443/a%20b/M%2FM?q=M%2FM");
    assertThat(call.headers()).containsExactly(entry("X-Name", "is M/M"), entry("X-Number", "7"));
    assertThat(call.body()).isEqualTo("{\"v\":\"M/M\"}");
    assertThat(call.contentType()).isEqualTo("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'url': 'http://h'}; missing required parameter: 'method'",
        "{'method': ' ', 'url': 'http://h'}; missing required parameter: 'method'",
        "{'method': 'BREW', 'url': 'http://h'};"
            + " \"parameter 'method' must be one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\"",
        "{'method': 'GET'}; missing required parameter: 'url'",
        "{'method': 'GET', 'url': ' '}; missing required parameter: 'url'",
        "{'method': 'GET', 'url': 'http://h', 'headers': ['a']};"
            + " parameter 'headers' must be an object whose values are strings",
        "{'method': 'GET', 'url': 'http://h', 'headers': {'a': {}}};"
            + " parameter 'headers': 'a' must be a string"
      })
  void namesWhatIsWrongWithParameters(String parameters, String problem) {
    assertThat(ApiCall.problemsOf(JsonText.object(parameters), JSON)).containsExactly(problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(parameters, ""))
        .withMessage(problem);
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertThat(ApiCall.problemsOf(JsonText.object("{}"), JSON))
        .containsExactly(
            "missing required parameter: 'method'", "missing required parameter: 'url'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${v}",
        "${v}://h/",
        "http://${v}/",
        "http://${v}.example.com/",
        "http://example.com${v}",
        "http://example.com${v}/x",
        "http://example.com:${v}/",
        "http://user:pw@example.com/",
        "http://user:pw@my_host/",
        "http://${v}@example.com/",
        "http://example.com\\\\@evil.example/",
        "http:///x",
        "http://?x",
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com/",
        "/x",
        "example.com",
        "http://exam ple.com/"
      })
  void refusesAUrlWhoseHostIsNotLiteral(String url) {
    assertThat(
            ApiCall.problemsOf(
                JsonText.object("{'method': 'GET', 'url': '%s'}".formatted(url)), JSON))
        .singleElement()
        .asString()
        .startsWith("parameter 'url' must begin with http:// or https:// and a host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h",
        "HTTPS://Example.COM/${v}",
        "http://h?${v}",
        "http://h#${v}",
        "http://127.0.0.1:8080/x",
        "http://[::1]:8080/x@y"
      })
  void acceptsAUrlWhoseHostIsLiteral(String url) {
    assertThat(
            ApiCall.problemsOf(
                JsonText.object("{'method': 'GET', 'url': '%s'}".formatted(url)), JSON))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@evil.example/",
        "evil.example",
        "//evil.example",
        "\\evil",
        "?a#b",
        ".evil",
        ":1"
      })
  void noValueChangesWhomToCall(String value) {
    for (String url : new String[] {"http://h:1/${v}", "http://h:1?${v}", "http://h:1#${v}"}) {
      ApiCall call = call("{'method': 'GET', 'url': '%s'}".formatted(url), value);

      assertThat(call.url()).hasScheme("http").hasHost("h").hasPort(1);
    }
  }

  @Test
  void encodesWhatAUrlCannotHold() {
    assertThat(call("{'method': 'GET', 'url': 'http://h/ä'}", "").url())
        .hasToString("http://h/%C3%A4");
  }

  @Test
  void refusesAHeaderThatAValueWouldBreak() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                call(
                    "{'method': 'GET', 'url': 'http://h', 'headers': {'X': '${v}'}}",
                    "a\r\nX-Admin: 1"));
    for (String name : new String[] {"a b", "a:b", "", "ä"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> call("{'method': 'GET', 'url': 'http://h', 'headers': {'${v}': 'x'}}", name))
          .withMessage("'" + name + "' is not a valid header name");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "content-length", "Transfer-Encoding", "CONNECTION", "Upgrade", "Expect"})
  void refusesHeadersThatAreTheClients(String name) {
    String parameters = "{'method': 'GET', 'url': 'http://h', 'headers': {'%s': 'x'}}";

    assertThat(ApiCall.problemsOf(JsonText.object(parameters.formatted(name)), JSON))
        .containsExactly(
            "parameter 'headers': the header '" + name + "' cannot be set by a pipeline");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(parameters.formatted("${v}"), name))
        .withMessage("the header '" + name + "' cannot be set by a pipeline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Admin: 1", "a\n b", "a\u0000b", "Zoë", "\u2028", "\u007f", "😀"})
  void refusesWhatIsNotOneLineOfAscii(String value) {
    String parameters = "{'method': 'GET', 'url': 'http://h', 'headers': {'X': 'a %s'}}";
    String literal =
        parameters.formatted(JsonNodeFactory.instance.textNode(value).toString().replace("\"", ""));

    assertThat(ApiCall.problemsOf(JsonText.object(literal), JSON))
        .containsExactly(
            "parameter 'headers': the value of the header 'X' must be printable ASCII on one line");
    assertThat(ApiCall.problemsOf(JsonText.object(parameters.formatted("${v}")), JSON)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(parameters.formatted("${v}"), value));
  }

  @Test
  void aHeaderOfARequesterCannotReplaceAnother() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                call(
                    """
                    {'method': 'GET', 'url': 'http://h',
                     'headers': {'Authorization': 'Bearer t', '${v}': 'x'}}
                    """,
                    "authorization"))
        .withMessage("the header 'authorization' occurs twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Idempotency-Key': '${v}'",
        "'idempotency-key': ' ${v} '",
        "'${k}': '${v}'",
        "'${k}': ''",
        "'Idempotency-${n}': ' '"
      })
  void noValueTakesTheIdempotencyKeyAway(String header) {
    ObjectNode parameters =
        JsonText.object("{'method': 'POST', 'url': 'http://h', 'headers': {%s}}".formatted(header));

    assertThat(ApiCall.isRepeatable(parameters)).isTrue();
    for (String blank : new String[] {"", " ", "\t"}) {
      var values = new PlaceholderValues(JsonText.object("{'k': 'Idempotency-Key', 'n': 'key'}"));
      values.formData().put("v", blank);

      assertThat(ApiCall.of(parameters, values, JSON).withIdempotencyKey("r/s/1").headers())
          .containsExactly(entry("Idempotency-Key", "r/s/1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Idempotency-Key': ''", "'idempotency-key': ' '"})
  void aPipelineCanTakeTheIdempotencyKeyAway(String header) {
    String parameters = "{'method': 'POST', 'url': 'http://h', 'headers': {%s}}".formatted(header);

    assertThat(ApiCall.isRepeatable(JsonText.object(parameters))).isFalse();
    assertThat(call(parameters, "").withIdempotencyKey("r/s/1").headers()).isEmpty();
  }

  @Test
  void aHeaderThatIsNullIsNotGiven() {
    String parameters =
        """
        {'method': 'POST', 'url': 'http://h',
         'headers': {'X': null, '${v}': null, 'idempotency-key': null, 'Y': ''}}
        """;

    assertThat(ApiCall.isRepeatable(JsonText.object(parameters))).isTrue();
    assertThat(call(parameters, "Host").withIdempotencyKey("r/s/1").headers())
        .containsOnly(entry("Idempotency-Key", "r/s/1"), entry("Y", ""));
  }

  @Test
  void sendsNoBodyWithoutData() {
    assertThat(call("{'method': 'POST', 'url': 'http://h'}", "").body()).isEmpty();
    assertThat(call("{'method': 'POST', 'url': 'http://h', 'data': null}", "").body()).isEmpty();
    assertThat(call("{'method': 'POST', 'url': 'http://h', 'data': ''}", "").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\", \"admin\": true, \"b\": \"", "a\nb", "\\", "7", "{\"x\": 1}"})
  void nothingBreaksOutOfDataThatIsATextOfJson(String value) {
    for (String data :
        new String[] {"{\\\"v\\\": \\\"${v}\\\"}", "{\\\"v\\\": ${v}}", " { \\\"v\\\" : ${v} }"}) {
      ApiCall call =
          call("{'method': 'POST', 'url': 'http://h', 'data': \"%s\"}".formatted(data), value);

      assertThat(call.body())
          .isEqualTo(JsonNodeFactory.instance.objectNode().put("v", value).toString());
      assertThat(call.contentType()).isEqualTo("application/json");
    }
  }

  @Test
  void keepsTypesInDataThatIsATextOfJson() {
    ApiCall call =
        ApiCall.of(
            JsonText.object(
                """
                {'method': 'POST', 'url': 'http://h',
                 'data': '{"n": ${n}, "t": "\\\\"${n}\\\\" is ${n}", "list": [${n}, "${b}"]}'}
                """),
            new PlaceholderValues(JsonText.object("{'n': 7, 'b': true}")),
            JSON);

    assertThat(call.body()).isEqualTo("{\"n\":7,\"t\":\"\\\"7\\\" is 7\",\"list\":[7,true]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\\\"v\\\": ",
        " [{\\\"v\\\": 1}",
        "{\\\"v\\\": x${v}}",
        "{} {}",
        "{\\\"a\\\": 1}, 2"
      })
  void refusesDataThatLooksLikeJsonAndIsNot(String data) {
    String parameters = "{'method': 'POST', 'url': 'http://h', 'data': \"%s\"}".formatted(data);

    assertThat(ApiCall.problemsOf(JsonText.object(parameters), JSON))
        .containsExactly("parameter 'data' begins like JSON but is not valid JSON");
    assertThatIllegalArgumentException().isThrownBy(() -> call(parameters, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello ${v}", "[urgent] ${v}", "7", "true", "\\\"quoted ${v}\\\"", "who=${v}"})
  void sendsDataThatIsAnyOtherTextAsItIs(String data) {
    ApiCall call =
        call("{'method': 'POST', 'url': 'http://h', 'data': \"%s\"}".formatted(data), "M \"M\"");

    assertThat(call.body()).isEqualTo(data.replace("\\\"", "\"").replace("${v}", "M \"M\""));
    assertThat(call.contentType()).isEqualTo("text/plain; charset=utf-8");
  }

  private static ApiCall call(String parameters, String value) {
    return ApiCall.of(
        JsonText.object(parameters),
        new PlaceholderValues(JsonNodeFactory.instance.objectNode().put("v", value)),
        JSON);
  }
}
