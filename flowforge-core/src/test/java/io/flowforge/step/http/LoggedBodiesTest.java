package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Target;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies of requests and responses in the log of a step. */
class LoggedBodiesTest {

  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void bothBodiesOfASuccessfulCallAreShown() throws InterruptedException {
    try (var target = new Target()) {
      target.answerWith(201);
      target.answerWithBody("{\n  \"id\": 7,\n  \"token\": \"N3w\"\n}\n");

      caller.execute(
          """
          {'method': 'POST', 'url': '%s?q=1', 'data': {'who': '${who}', 'pwd': '1', 'n': [2]}}\
          """
              .formatted(target.url()),
          "{'who': 'Zoë'}");

      assertThat(caller.log())
          .containsExactly(
              "Calling POST " + target.url(),
              "Request body: {\"who\":\"Zoë\",\"pwd\":\"***\",\"n\":[2]}",
              "Response body:",
              "| {",
              "|   \"id\": 7,",
              "|   \"token\": \"***\"",
              "| }",
              "Response status 201; 32 bytes");
    }
  }

  @Test
  void aRepeatedBodyIsShownOnce() throws InterruptedException {
    try (var target = new Target()) {
      target.redirect("/call", 307, "/moved");
      caller.execute(
          "{'method': 'POST', 'url': '%s', 'data': 'text'}".formatted(target.url()), "{}");

      assertThat(caller.log())
          .containsExactly(
              "Calling POST " + target.url(),
              "Request body: text",
              "Redirected to POST " + target.url("/moved"),
              "Response body: {}",
              "Response status 200; 2 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1024, 4096})
  void areCutAtTheLimit(int limit) throws InterruptedException {
    caller.useLoggedBodyBytes(limit);
    try (var target = new Target()) {
      target.answerWithBody("@".repeat(limit + 1));
      caller.execute(
          "{'method': 'POST', 'url': '%s', 'data': '%s'}"
              .formatted(target.url(), "#".repeat(limit)),
          "{}");
    }
    assertThat(String.join("", caller.log()).replaceAll("[^#@…]", ""))
        .isEqualTo(limit == 0 ? "" : "#".repeat(limit) + "@".repeat(limit) + "…");
    assertThat(caller.log().stream().filter(line -> line.contains(" body")).count())
        .isEqualTo(limit == 0 ? 0 : 2);
  }

  /** At each place where the limit can cut it. */
  @Test
  void noPartOfASecretIsShownAtTheLimit() throws InterruptedException {
    caller.useLoggedBodyBytes(40);
    try (var target = new Target()) {
      for (int before = 15; before <= 45; before++) {
        target.answerWithBody("x".repeat(before) + "H%34derHush-H4derHush" + "y".repeat(50));
        caller.execute(
            "{'method': 'GET', 'url': '%s', 'headers': {'X-Key': 'H4derHush'}}"
                .formatted(target.url()),
            "{}");
      }
    }
    assertThat(caller.log())
        .filteredOn(line -> line.startsWith("Response body"))
        .hasSize(31)
        .allMatch(line -> line.matches("Response body: x+\\**-?\\**y*…"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding: gzip | it is compressed",
        "Content-Encoding: br | it is compressed",
        "Content-Type: image/png | it is neither text nor JSON",
        "Content-Type: application/octet-stream | it is neither text nor JSON",
        "Content-Type: text/plain; charset=klingon | its charset is unknown",
        "Content-Type: text/plain; charset=UTF-16 | it is binary, or not in the charset that it declares",
        "Content-Type: text/plain; charset=US-ASCII | it is binary, or not in the charset that it declares"
      })
  void aBodyThatIsNotShownHasAReason(String header, String reason) throws InterruptedException {
    // Three bytes of UTF-8.
    get(header, "語".getBytes(StandardCharsets.UTF_8));

    assertThat(caller.log())
        .endsWith("Response body: not shown, because " + reason, "Response status 200; 3 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "TEXT/CSV; charset=utf-8",
        "application/json",
        "application/problem+json",
        "application/vnd.api.v2+json",
        "application/xml",
        "application/soap+xml",
        "application/x-www-form-urlencoded",
        "application/x-ndjson"
      })
  void textOfManyKindsIsShown(String type) throws InterruptedException {
    get("Content-Type: " + type, "é".getBytes(StandardCharsets.UTF_8));

    assertThat(caller.log()).contains("Response body: é");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE"})
  void textIsDecodedByItsCharset(String charset) throws InterruptedException {
    get(
        "Content-Type: text/plain; charset=" + charset,
        "é\u001b".getBytes(Charset.forName(charset)));

    assertThat(caller.log()).contains("Response body: é\\u001b");
  }

  /** A target cannot make its text look like a line of Flowforge's. */
  @Test
  void noLineIsForged() throws InterruptedException {
    get("X: y", "a\r\nResponse status 500\u0085x\u2028y".getBytes(StandardCharsets.UTF_8));

    assertThat(List.copyOf(caller.log()).subList(1, 4))
        .containsExactly("Response body:", "| a", "| Response status 500\\u0085x\\u2028y");
  }

  @Test
  void anEmptyBodyIsNotMentioned() throws InterruptedException {
    get("Content-Type: image/png", new byte[0]);

    assertThat(caller.log()).hasSize(2).noneMatch(line -> line.contains("body"));
  }

  private void get(String header, byte[] body) throws InterruptedException {
    byte[] head =
        "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n"
            .formatted(header, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    try (var target =
        new RawTarget(
            out -> {
              out.write(head);
              out.write(body);
            })) {
      caller.get(target.url());
    }
  }
}
