package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of each limit on responses, and responses that try to exhaust the client. */
@Timeout(60)
class ResponseLimitsTest {

  private static final int MAX_READ = 1024 * 1024;
  private static final int MAX_KEPT = 128 * 1024;

  private static final byte[] FILLER = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
  }

  /** A connection whose response was read to its end is reused; any other is closed. */
  @Test
  void bodiesUpToTheirMaximumLengthAreReadToTheirEnd() throws InterruptedException {
    try (var target = new Target()) {
      target.answerWithBody("b".repeat(MAX_READ));
      caller.get(target.url());
      target.answerWithBody("b".repeat(MAX_READ + 1));
      caller.get(target.url());
      caller.get(target.url());

      assertThat(caller.log())
          .filteredOn(line -> line.startsWith("Response status"))
          .containsExactly(
              "Response status 200; 1048576 bytes",
              "Response status 200; more than 1048576 bytes (the rest was not read)",
              "Response status 200; more than 1048576 bytes (the rest was not read)");
      List<Integer> ports = target.calls().stream().map(Target.Call::port).toList();
      assertThat(ports.get(0)).isEqualTo(ports.get(1));
      assertThat(ports.get(1)).isNotEqualTo(ports.get(2));
    }
  }

  /** A body that is longer than the kept part counts as truncated. */
  @Test
  void aCharacterThatTheLimitOfTheKeptBytesSplitsIsNoError() throws InterruptedException {
    try (var target = new Target()) {
      target.answerWith(422);
      target.answerWithBody("b" + "ä".repeat(MAX_KEPT));
      caller.get(target.url());
      target.answerWithBody("bä");
      caller.get(target.url());
    }
    assertThat(caller.log()).filteredOn(line -> line.startsWith("Response body: bä")).hasSize(2);
  }

  @Test
  void reasonPhrasesInTheLogUpToTheirMaximumLength() throws InterruptedException {
    assertThat(reason("HTTP/1.1 500 " + "p".repeat(200) + "\r\n\r\n"))
        .isEqualTo("Response status 500 " + "p".repeat(200) + "; expected 2xx");
    assertThat(reason("HTTP/1.1 500 " + "p".repeat(201) + "\r\n\r\n"))
        .isEqualTo("Response status 500 " + "p".repeat(200) + "…; expected 2xx");
  }

  @Test
  void urlsInTheLogUpToTheirMaximumLength() throws InterruptedException {
    try (var target = new Target()) {
      String path = "/" + "p".repeat(300 - "GET ".length() - target.url("/").length());
      caller.get(target.url(path));
      caller.get(target.url(path + "p"));

      assertThat(caller.log())
          .contains("Calling GET " + target.url(path), "Calling GET " + target.url(path) + "…");
    }
  }

  @Test
  void failuresInTheLogUpToTheirMaximumLength() throws InterruptedException {
    String before = "connecting to '";
    String after = "' is refused: write IPv4 addresses as four decimal numbers";
    int most = 400 - before.length() - after.length();

    assertThat(StepCaller.reason(caller.get("http://" + "1".repeat(most) + "/"))).endsWith(after);
    assertThat(StepCaller.reason(caller.get("http://" + "1".repeat(most + 1) + "/")))
        .endsWith(after.substring(0, after.length() - 1) + "…");
  }

  @Test
  void linesInTheLogUpToTheirMaximumLength() throws InterruptedException {
    try (var target = new Target();
        var other = new Target("127.0.0.2")) {
      target.redirect("/call", 302, other.url());
      String line = "Redirected to GET " + other.url() + ", another origin, without the headers ";
      String name = "token-" + "n".repeat(2_000 - line.length() - "token-".length());
      for (String header : new String[] {name, name + "n"}) {
        caller.execute(
            "{'method': 'GET', 'url': '%s', 'headers': {'%s': 'x'}}"
                .formatted(target.url(), header),
            "{}");
      }
      assertThat(caller.log()).contains(line + name, line + name + "…");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "7 | 7",
        "' 7 ' | 7",
        "999999999 | 999999999",
        "1000000000 | 0",
        "-1 | 0",
        "x | 0",
        "'' | 0",
        // The target's clock is 57 minutes ahead.
        "Sat, 31 Jan 2026 08:57:06 GMT | 6",
        "Saturday, 31-Jan-26 08:57:06 GMT | 6",
        "Sat Jan 31 08:57:06 2026 | 6",
        "Sun Feb  1 08:57:00 2026 | 86400",
        "sat, 31 JAN 2026 08:57:06 GMT | 6",
        "Sat, 31 Jan 2026 08:56:59 GMT | 0",
        "Sunday, 06-Nov-94 08:49:37 GMT | 0",
        "Sun, 06 Nov 1994 08:49:37 GMT | 0",
        "Mon, 31 Jan 2050 08:57:00 GMT | 757382400",
        "Mon, 31 Jan 2626 08:57:00 GMT | 999999999",
        "Sat, 31 Jan 2026 08:57:06 CET | 0",
        "Sat, 31 Foo 2026 08:57:06 GMT | 0",
        ", | 0"
      })
  void retryAfterUpToItsMaximum(String value, long seconds) throws InterruptedException {
    assertThat(pause("Date: Sat, 31 Jan 2026 08:57:00 GMT", value)).isEqualTo(seconds);
  }

  /** Without the target's clock, that of this machine counts. */
  @ParameterizedTest
  @ValueSource(strings = {"X: y", "Date: soon", "Date: 2026-01-31T08:57:00Z"})
  void retryAfterWithoutADate(String header) throws InterruptedException {
    assertThat(pause(header, "Sat, 31 Jan 2026 08:00:06 GMT")).isEqualTo(6);
  }

  private long pause(String header, String value) throws InterruptedException {
    StepOutcome outcome =
        get("HTTP/1.1 503 No\r\n%s\r\nretry-after: %s\r\n\r\n".formatted(header, value));
    return ((StepOutcome.AttemptFailed) outcome).pause().toSeconds();
  }

  /** 64 MiB of text, compressed into 64 KiB. */
  @Test
  void aBombIsNotUncompressed() throws IOException, InterruptedException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed, 1 << 16)) {
      for (int i = 0; i < 1024; i++) {
        gzip.write(FILLER);
      }
    }
    var response = new ByteArrayOutputStream();
    response.writeBytes(
        """
        HTTP/1.1 422 No
        Content-Type: application/json
        Content-Encoding: gzip
        Content-Length: %d

        """
            .formatted(compressed.size())
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    response.writeBytes(compressed.toByteArray());

    try (var target = RawTarget.responding(response.toByteArray())) {
      assertThat(StepCaller.reason(caller.get(target.url())))
          .isEqualTo("Response status 422 No; expected 2xx");
      // Nothing of the body, neither compressed nor decompressed.
      assertThat(caller.log())
          .containsExactly(
              "Calling GET " + target.url(), "Response body: not shown, because it is compressed");
    }
  }

  @Test
  void aChunkWithoutEnd() throws InterruptedException {
    try (var target =
        new RawTarget(
            out -> {
              out.write(
                  "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write(FILLER);
              }
            })) {
      assertThat(StepCaller.reason(caller.get(target.url()))).startsWith("Response status 500 No");
      assertThat(caller.log()).hasSize(2);
      assertThat(caller.log().getLast())
          .startsWith("Response body: aaa")
          .hasSize("Response body: ".length() + 1024 + 1);
    }
  }

  private String reason(String response) throws InterruptedException {
    return StepCaller.reason(get(response));
  }

  private StepOutcome get(String response) throws InterruptedException {
    try (var target = RawTarget.responding(response.getBytes(StandardCharsets.US_ASCII))) {
      return caller.get(target.url());
    }
  }
}
