package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.testing.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules apply to a body: by its Content-Type, by {@code escape}, by what it is. */
class BodyRulesTest {

  /** The value of {@code ${v}} in these tables. */
  private static final String VALUE = "x\"&<é";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // Content-Type | escape | data | body | media type
        "-                    | - | '{\"a\": \"${v}\"}'       | {\"a\":\"x\\\"&<é\"}           | application/json",
        "-                    | - | 'a ${v}'                  | a x\"&<é                       | text/plain; charset=utf-8",
        "application/json     | - | '{\"a\": ${v}}'           | {\"a\":\"x\\\"&<é\"}           | application/json",
        "application/x-amz-json-1.1 | - | '{\"a\":\"${v}\"}'  | {\"a\":\"x\\\"&<é\"}           | application/x-amz-json-1.1",
        "application/x-amz-json-1.1 | - | {'a': '${v}'}       | {\"a\":\"x\\\"&<é\"}           | application/x-amz-json-1.1",
        "application/x-ndjson | - | `'{\"a\":\"${v}\"}\n[${v}]'` | `{\"a\":\"x\\\"&<é\"}\n[\"x\\\"&<é\"]\n` | application/x-ndjson",
        "application/x-ndjson | - | `'{\"a\":1}\n{}'`           | `{\"a\":1}\n{}`                | application/x-ndjson",
        "application/graphql  | - | '{ user(n: 1) { id } }'   | { user(n: 1) { id } }          | application/graphql",
        "application/graphql  | - | '{ u(n: ${v}) }'          | { u(n: x\"&<é) }               | application/graphql",
        "application/graphql  | json | '{ u(n: \"${v}\", m: ${v}) }' | { u(n: \"x\\\"&<é\", m: \"x\\\"&<é\") } | application/graphql",
        "text/plain           | - | '{{greeting}} ${v}'       | {{greeting}} x\"&<é            | text/plain",
        "text/plain           | - | '{ \"a\" : \"${v}\" }'    | { \"a\" : \"x\\\"&<é\" }       | text/plain",
        "text/plain           | none | '{\"a\": \"${v}\"}'    | {\"a\": \"x\"&<é\"}            | text/plain",
        "text/plain           | xml  | '<a>${v}</a>'          | <a>x\"&amp;&lt;é</a>           | text/plain",
        "text/html            | form | '<a href=\"?q=${v}\">' | <a href=\"?q=x%22%26%3C%C3%A9\"> | text/html",
        "-                    | none | '{{greeting}} ${v}'    | {{greeting}} x\"&<é            | text/plain; charset=utf-8",
        "-                    | xml  | '<a>${v}</a>'          | <a>x\"&amp;&lt;é</a>           | application/xml; charset=utf-8",
        "-                    | form | 'a=${v}'               | a=x%22%26%3C%C3%A9             | application/x-www-form-urlencoded",
        "-                    | json | '\"${v}\"'             | \"x\\\"&<é\"                   | application/json",
        "-                    | form | {'a': '${v}'}          | a=x%22%26%3C%C3%A9             | application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded | - | '{a}=${v}'   | {a}=x%22%26%3C%C3%A9           | application/x-www-form-urlencoded",
        // A form of an object.
        "application/x-www-form-urlencoded | - | {'a b': 'c d', 'e': ['1', 2, '${l}'], '${v}': true, 'f': null, 'g': '${none}', 'h': 'i${l}'}"
            + " | a+b=c+d&e=1&e=2&e=p&e=q&x%22%26%3C%C3%A9=true&g=&h=ip%2Cq | application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded | - | {'l': '${l}', 'empty': []} | l=p&l=q | application/x-www-form-urlencoded",
        // A requester who chooses the type does not choose the rules.
        "text/${plain}        | - | '{\"a\": \"${v}\"}'       | {\"a\":\"x\\\"&<é\"}           | text/plain",
        "text/${plain}        | - | '<a>${v}</a>'             | <a>x\"&amp;&lt;é</a>           | text/plain",
        // Charsets.
        "application/json; charset=us-ascii | - | {'a': '${v}😀'} | {\"a\":\"x\\\"&<\\u00e9\\ud83d\\ude00\"} | application/json; charset=us-ascii",
        "text/plain; charset=iso-8859-1     | - | 'ë ${v}'        | ë x\"&<é                 | text/plain; charset=iso-8859-1"
      })
  void fillsABodyByItsRules(
      String contentType, String escape, String data, String body, String mediaType) {
    String parameters = parameters(contentType, escape, data);

    assertThat(ApiCall.problemsOf(JsonText.object(parameters), Json.mapper())).isEmpty();
    ApiCall call = call(parameters, VALUE);
    assertThat(call.body()).isEqualTo(body);
    assertThat(call.effectiveContentType()).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "-                | html | 'a'        | parameters.escape: must be one of form, json, none, xml",
        "application/json | none | '\"${v}\"' | `parameters.escape: must be 'json' with this Content-Type; correct it or remove it`",
        "text/xml         | json | '<a/>'     | `parameters.escape: must be 'xml' with this Content-Type; correct it or remove it`",
        "-                | xml  | {}         | `parameters.escape: must be 'json' where data is not a string; write data as a string, or remove escape`",
        "text/plain       | -    | {}         | `parameters.data: is JSON, but the Content-Type is text/plain; write data as a string, or use a Content-Type such as application/json`",
        "text/xml         | -    | [1]        | `parameters.data: is JSON, but the Content-Type is text/xml; write data as a string, or use a Content-Type such as application/json`",
        "json             | -    | 'a'        | parameters.headers: the value of Content-Type must be a media type such as application/json",
        "a/b, c/d         | -    | 'a'        | parameters.headers: the value of Content-Type must be a media type such as application/json",
        "application/x-www-form-urlencoded | - | [1] | parameters.data: must be an object or a string with the Content-Type application/x-www-form-urlencoded",
        "application/x-ndjson | - | `'{}\n{${v}'` | `parameters.data: has placeholders and a Content-Type of JSON lines, so that each line must be valid JSON`",
        "text/plain; charset=us-ascii | - | 'é' | `parameters.data: the body contains U+00E9, which the charset US-ASCII of the Content-Type cannot hold; use utf-8`",
        "text/xml; charset=us-ascii | - | '<é/>' | `parameters.data: the body contains U+00E9, which the charset US-ASCII of the Content-Type cannot hold; use utf-8`",
        "-                | -    | '{ a'      | parameter 'data' begins like JSON but is not valid JSON"
      })
  void refusesBodiesThatCanNeverWork(
      String contentType, String escape, String data, String problem) {
    assertThat(
            ApiCall.problemsOf(
                JsonText.object(parameters(contentType, escape, data)), Json.mapper()))
        .containsExactly(problem);
  }

  @Test
  void namesEachNestedValueOfAForm() {
    String parameters =
        parameters(
            "application/x-www-form-urlencoded", "-", "{'a': {'b': 1}, 'c': [[1]], 'd': [1]}");

    assertThat(ApiCall.problemsOf(JsonText.object(parameters), Json.mapper()))
        .hasSize(2)
        .allMatch(problem -> problem.contains("which a form cannot hold"))
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("parameters.data: 'a' has"),
            problem -> assertThat(problem).startsWith("parameters.data: 'c' has"));
  }

  /** What is stored goes on: it is sent as it always was. */
  @Test
  void sendsAStoredObjectUnderAnotherType() {
    assertThat(call(parameters("text/plain", "-", "{'a': '${v}'}"), "x").body())
        .isEqualTo("{\"a\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "text/plain; charset=iso-8859-1 | 'a ${v}'  | Ω",
        "text/plain; charset=us-ascii   | 'a ${v}'  | é",
        "text/plain                     | 'a ${v}'  | \ud800",
        "text/csv; charset=windows-1252 | '${v},b'  | 日本",
        "text/xml; charset=us-ascii     | '<!-- ${v} -->' | é"
      })
  void refusesValuesThatACharsetCannotHold(String contentType, String data, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(parameters(contentType, "-", data), value))
        .withMessageMatching(
            "the value of 'v' contains U\\+\\w{4}, which the charset .* cannot hold");
  }

  @Test
  void sendsTheBytesOfTheCharset() {
    assertThat(call(parameters("text/plain; charset=iso-8859-1", "-", "'${v}'"), "é").bytes())
        .containsExactly(0xe9);
    assertThat(call(parameters("text/plain", "-", "'${v}'"), "é").bytes())
        .isEqualTo("é".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noValueEndsAPartOfAMultipartBody() {
    String parameters =
        parameters("multipart/form-data; boundary=\"b c\"", "-", "'--b c\r\n\r\n${v}\r\n--b c--'");

    assertThat(call(parameters, "--b -- c").body()).contains("--b -- c");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(parameters, "x\r\n--b c\r\n"))
        .withMessage("the value of 'v' must not contain the boundary of the multipart body");
  }

  private static String parameters(String contentType, String escape, String data) {
    // Strings are in single quotes, in which nothing is escaped.
    String value =
        data.startsWith("'")
            ? com.fasterxml.jackson.databind.node.TextNode.valueOf(
                    data.substring(1, data.length() - 1))
                .toString()
            : data;
    return "{'method': 'POST', 'url': 'http://h', 'headers': {%s}, %s 'data': %s}"
        .formatted(
            contentType.equals("-")
                ? ""
                : "'Content-Type': '" + contentType.replace("\"", "\\\"") + "'",
            escape.equals("-") ? "" : "'escape': '" + escape + "',",
            value);
  }

  private static ApiCall call(String parameters, String value) {
    var form = JsonText.object("{'plain': 'plain', 'l': ['p', 'q'], 'none': null}").put("v", value);
    return ApiCall.of(JsonText.object(parameters), new PlaceholderValues(form), Json.mapper());
  }
}
