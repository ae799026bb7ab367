package io.flowforge.redaction.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.redaction.SecretNames;
import io.flowforge.testing.JsonText;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What members see of the parameters of steps. */
class SecretMaskTest {

  private static final SecretMask MASK = new SecretMask(SecretNames.USUAL.and("пароль, pin"));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // Headers, unless they are public.
        "{'headers': {'Authorization': 'Bearer hush'}}        | {'headers': {'Authorization': '***'}}",
        "{'headers': {'X-Functions-Key': 'hush', 'X': ''}}    | {'headers': {'X-Functions-Key': '***', 'X': ''}}",
        "{'headers': {'X-A': 'a ${token} b'}}                 | {'headers': {'X-A': '***${token}***'}}",
        "{'headers': {'X-A': '${token}', '${h}': 'hush'}}     | {'headers': {'X-A': '${token}', '${h}': '***'}}",
        "{'headers': {'X-A': 7, 'X-B': null, 'X-C': true}}    | {'headers': {'X-A': '***', 'X-B': null, 'X-C': true}}",
        "{'headers': {'Accept': 'a/b', 'content-type': 'c/d', 'Accept-Language': 'en', 'User-Agent': 'f'}} |",
        "{'headers': {'Accept': 'a; token=hush'}}             | {'headers': {'Accept': 'a; token=***'}}",
        "{'headers': ['X-A: hush'], 'Headers': 'X-A: hush'}   | {'headers': ['***'], 'Headers': '***'}",
        "{'headers': [{'name': 'X-A', 'value': 'hush'}]}      | {'headers': [{'name': 'X-A', 'value': '***'}]}",
        "{'headers': [{'name': 'Accept', 'value': 'a/b'}]}    |",
        "{'request': {'headers': {'X-A': 'hush'}}}            | {'request': {'headers': {'X-A': '***'}}}",
        // Keys with secret names, in parameters of any step type.
        "{'password': 'hush', 'a': {'apiKey': 'hush'}}        | {'password': '***', 'a': {'apiKey': '***'}}",
        "{'data': {'credentials': {'user': 'u', 'list': ['h', 1, true, null, {'x': 'y'}]}}} |"
            + " {'data': {'credentials': {'user': '***', 'list': ['***', '***', true, null, {'x': '***'}]}}}",
        "{'data': [{'пароль': 'hush'}, {'n': 1.50}]}          | {'data': [{'пароль': '***'}, {'n': 1.50}]}",
        "{'data': {'secret': 'pre-${s}', 'token': '${t}', 'tokenizer': 'x'}} |"
            + " {'data': {'secret': '***${s}', 'token': '${t}', 'tokenizer': 'x'}}",
        "{'env': [{'name': 'DB_PASSWORD', 'value': 'hush'}, {'name': 'HOST', 'value': 'h'}]} |"
            + " {'env': [{'name': 'DB_PASSWORD', 'value': '***'}, {'name': 'HOST', 'value': 'h'}]}",
        "{'data': {'token=hush': 1}}                          | {'data': {'token=***': '***'}}",
        // URLs.
        "{'url': 'https://h/a?api_key=hush&x=1#f'}            | {'url': 'https://h/a?api_key=***&x=1#f'}",
        "{'url': 'https://h/a?x=1&api%5Fkey=h%20h&y=${y}'}    | {'url': 'https://h/a?x=1&api%5Fkey=***&y=${y}'}",
        "{'url': 'https://h/a?token=${token}&sig_token=a${b}'} | {'url': 'https://h/a?token=${token}&sig_token=***${b}'}",
        "{'url': 'https://h/;token=hush;b=1?c=d'}             | {'url': 'https://h/;token=***;b=1?c=d'}",
        "{'url': 'https://h/#access_token=hush&b=1'}          | {'url': 'https://h/#access_token=***&b=1'}",
        "{'url': 'https://me:hush@h/a@b?c=d@e'}               | {'url': 'https://***:***@h/a@b?c=d@e'}",
        "{'url': 'https://${u}:hush@h/'}                      | {'url': 'https://${u}:***@h/'}",
        "{'dsn': 'postgres://u:h@d/x, amqp://hush@h'}         | {'dsn': 'postgres://***:***@d/x, amqp://***@h'}",
        "{'url': 'https://h/?next=https%3A%2F%2Fi%2F%3Ftoken%3Dhush&x=1'} |"
            + " {'url': 'https://h/?next=https%3A%2F%2Fi%2F%3Ftoken%3D***&x=1'}"
      })
  void hidesLiteralSecrets(String parameters, String masked) {
    assertThat(MASK.masked(JsonText.object(parameters)))
        .isEqualTo(JsonText.object(masked == null ? parameters : masked));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // JSON in a string, valid or not.
        "{\"password\": \"hush\", \"a\": 1}            | {\"password\": \"***\", \"a\": 1}",
        "{\"pass\\u0077ord\":\"hush\"}                 | {\"pass\\u0077ord\":\"***\"}",
        "{\"password\": \"h\\\"us\\\\\", \"a\": \"b\"} | {\"password\": \"***\", \"a\": \"b\"}",
        "{\"pin\": 1234, \"n\": 1, \"token\": null}    | {\"pin\": \"***\", \"n\": 1, \"token\": null}",
        "{\"token\": ${t}, \"secret\": \"${t}\"}       | {\"token\": ${t}, \"secret\": \"${t}\"}",
        "{\"secret\": {\"a\": [\"h\", true], \"b\": \"h ${t}\"}, \"c\": \"d\"} |"
            + " {\"secret\": {\"a\": [\"***\", true], \"b\": \"***${t}\"}, \"c\": \"d\"}",
        "{\"in\": \"{\\\"token\\\": \\\"hush\\\"}\", \"c\": \"d\"} |"
            + " {\"in\": \"{\\\"token\\\": \\\"***\\\"}\", \"c\": \"d\"}",
        "{\"url\": \"https://h?token=hush\", \"c\": 1} | {\"url\": \"https://h?token=***\", \"c\": 1}",
        "{\"a\": 1}{\"token\": \"hush\"}               | {\"a\": 1}{\"token\": \"***\"}",
        "{\"token\": \"hush                            | {\"token\": \"***",
        "{ login(password: \"hush\", n: 1) { id } }    | { login(password: \"***\", n: 1) { id } }",
        "{ 'password': 'hush', secret: hush, x: 1 }    | { 'password': '***', secret: ***, x: 1 }",
        // Forms.
        "a=b&password=hush;x,y'z&c=d                   | a=b&password=***&c=d",
        "user[password]=hush&user%5Bpin%5D=1           | user[password]=***&user%5Bpin%5D=***",
        "token=${full name}&secret=a${b}               | token=${full name}&secret=***${b}",
        "payload=%7B%22token%22%3A%22hush%22%7D&c=d    | payload=%7B%22token%22%3A%22***%22%7D&c=d",
        "a=b=c=d                                       | a=b=c=d",
        // Lines.
        "Authorization: Bearer hush                    | Authorization: ***",
        "it's password = it's                          | it's password = ***",
        "curl -H 'X-Token: hush h' https://h           | curl -H 'X-Token: ***' https://h",
        "name: x                                       | name: x",
        // Markup.
        "<a><password>hush</password><b>c</b></a>      | <a><password>***</password><b>c</b></a>",
        "<w:Token t='h'>hush<x>h</x></w:Token>d        | <w:Token t='***'>***<x>***</x></w:Token>d",
        "<a password=\"hush\" b='c'/>d                 | <a password=\"***\" b='c'/>d",
        "<password><![CDATA[hush]]></password>c        | <password><![CDATA[***]]></password>c",
        "<p name=\"token\" value=\"hush\"/><q>c</q>    | <p name=\"token\" value=\"***\"/><q>c</q>",
        "<token>${t}</token><secret/>c                 | <token>${t}</token><secret/>c",
        "<a href=\"https://h?token=hush&amp;b=c\">d</a> | <a href=\"https://h?token=***&amp;b=c\">d</a>",
        "<!-- token=hush --><a>b</a>                   | <!-- token=*** --><a>b</a>",
        "<token>hush                                   | <token>***"
      })
  void hidesLiteralSecretsInStrings(String data, String masked) {
    for (ObjectNode parameters :
        new ObjectNode[] {object(data), JsonText.object("{'x': [{}]}").set("y", object(data))}) {
      assertThat(MASK.masked(parameters).toString())
          .isEqualTo(parameters.toString().replace(quoted(data), quoted(masked)));
    }
  }

  @Test
  void keepsParametersWithoutSecrets() {
    ObjectNode parameters =
        JsonText.object(
            """
            {'method': 'POST', 'url': 'https://h:8443/a/${b}?c=${d}&e=%20f#g', 'n': 7, 'm': 1.50,
             'headers': {'Content-Type': 'application/json', 'X-Who': '${who}'},
             'data': {'a': ['b', 'it is 10:30', 'x = y'], 'c': {}, 'd': null, '${e}': true}}
            """);

    assertThat(MASK.masked(parameters)).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=",
        "a=%41",
        "=",
        "\"",
        "'",
        "\\\"",
        "\\",
        "\"a\":",
        "{",
        "[",
        "${",
        "${a}",
        ";",
        "; ",
        ";a",
        "://",
        "<",
        "<a",
        "<a ",
        "<a b='",
        "<!--",
        "<![CDATA[",
        "</a",
        "token=",
        "token=;a",
        "token:{",
        "token:\"",
        "token=\"a\"",
        "a=%2541",
        "\"\\\"",
        "a[",
        "]",
        "\\u0041",
        "%",
        "\" '",
        "&"
      })
  void looksAtEachCharacterAFewTimes(String part) {
    long once = bytesFor(part.repeat(10_000));
    long twice = bytesFor(part.repeat(20_000));

    assertThat(twice).isLessThan(3 * once);
  }

  private static long bytesFor(String text) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    var _ = MASK.masked(object(text));
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static ObjectNode object(String data) {
    return JsonNodeFactory.instance.objectNode().put("data", data);
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
