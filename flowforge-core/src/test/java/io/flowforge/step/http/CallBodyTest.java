package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.testing.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data in a string: the format that the target parses decides how values are filled in. */
class CallBodyTest {

  private static final ObjectMapper JSON = Json.mapper();

  @ParameterizedTest
  @ValueSource(strings = {"x\", {\"admin\":true}, \"", "7], [8", "\\", "[]", "a\nb"})
  void nothingBreaksOutOfAListThatIsATextOfJson(String value) {
    String quoted = JsonNodeFactory.instance.textNode(value).toString();

    for (String data : new String[] {"[7, \\\"${v}\\\"]", " [7,${v}]", "[7 , ${v} ] "}) {
      ApiCall call = post("{}", data, value);

      assertThat(call.body()).isEqualTo("[7," + quoted + "]");
      assertThat(call.contentType()).isEqualTo("application/json");
    }
  }

  @Test
  void keepsTheNumbersOfDataThatIsATextOfJson() {
    assertThat(post("{}", "{\\\"n\\\": [1500.00, 1e400, 12345678901234567890.5, null]}", "").body())
        .isEqualTo("{\"n\":[1500.00,1E+400,12345678901234567890.5,null]}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{}, [${v}]",
        "{}, [urgent] ${v}",
        "{}, [7] ${v}",
        "{}, `[ 2024 ]`",
        "`{'Content-Type': 'text/plain'}`, `[7, ${v}]`"
      })
  void aMessageInBracketsStaysOne(String headers, String data) {
    ApiCall call = post(headers, data, "prod");

    assertThat(call.body()).isEqualTo(data.replace("${v}", "prod"));
    assertThat(call.contentType()).startsWith("text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Content-Type': 'application/json'",
        "'content-type': ' Application/JSON ; charset=utf-8'",
        "'Content-Type': 'application/vnd.api+json'",
        "'Content-Type': 'application/${json}'",
        "'${type}': 'application/json, text/plain'"
      })
  void nothingBreaksOutOfATextThatIsSentAsJson(String type) {
    String value = "x\", \"admin\": \"";
    String quoted = JsonNodeFactory.instance.textNode(value).toString();

    assertThat(post("{%s}".formatted(type), "\\\"hi ${v}\\\"", value).body())
        .isEqualTo("\"hi " + quoted.substring(1));
    assertThat(post("{%s}".formatted(type), "${v}", value).body()).isEqualTo(quoted);
    assertThat(post("{%s}".formatted(type), "[${v}]", value).body()).isEqualTo("[" + quoted + "]");
    assertThat(post("{%s}".formatted(type), "{\\\"v\\\": ${v}}", value).body())
        .isEqualTo("{\"v\":" + quoted + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hi ${v}", "[urgent] ${v}", "\\\"${v}\\\", 7", "<a>${v}</a>", "v=${v}"})
  void refusesATextThatIsSentAsJsonAndIsNot(String data) {
    String parameters =
        "{'method': 'POST', 'url': 'http://h', 'headers': {'%s': '%s'}, 'data': \"%s\"}";
    String problem =
        "parameter 'data' has placeholders and a JSON Content-Type: it must be valid JSON";

    assertThat(
            ApiCall.problemsOf(
                JsonText.object(parameters.formatted("Content-Type", "application/json", data)),
                JSON))
        .containsExactly(problem);
    // The content type that a requester enters is known only when the call is made.
    assertThat(ApiCall.problemsOf(JsonText.object(parameters.formatted("${v}", "x", data)), JSON))
        .isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> post("{'${type}': 'application/json'}", data, ""))
        .withMessage(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hi", "[urgent] hi", "7.10", "\\\"hi\\\" ", "$ {v}"})
  void sendsATextWithoutPlaceholdersAsItIs(String data) {
    assertThat(post("{'Content-Type': 'application/json'}", data, "").body())
        .isEqualTo(data.replace("\\", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Content-Type': 'application/x-www-form-urlencoded'",
        "'content-type': 'Application/X-WWW-Form-Urlencoded;charset=UTF-8'",
        "'${type}': 'application/x-www-form-urlencoded'"
      })
  void noValueAddsToAForm(String type) {
    String headers = "{%s}".formatted(type);

    assertThat(post(headers, "who=${v}&role=user&${v}=1", "x&role=admin").body())
        .isEqualTo("who=x%26role%3Dadmin&role=user&x%26role%3Dadmin=1");
    assertThat(post(headers, "a b=${v}", "1 + 1 = 2;%20").body())
        .isEqualTo("a b=1%20%2B%201%20%3D%202%3B%2520");
    assertThat(post(headers, "[v]=${v}&..=${v}", "../ä").body())
        .isEqualTo("[v]=..%2F%C3%A4&..=..%2F%C3%A4");
  }

  private static ApiCall post(String headers, String data, String value) {
    var form = JsonText.object("{'type': 'Content-Type', 'json': 'json'}").put("v", value);
    return ApiCall.of(
        JsonText.object(
            "{'method': 'POST', 'url': 'http://h', 'headers': %s, 'data': \"%s\"}"
                .formatted(headers, data)),
        new PlaceholderValues(form),
        JSON);
  }
}
