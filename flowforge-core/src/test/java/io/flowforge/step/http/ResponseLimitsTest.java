package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.step.StepOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that are meant to exhaust their reader. */
@Timeout(60)
class ResponseLimitsTest {

  private static final byte[] FILLER = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void tooManyHeaders() throws InterruptedException {
    String head = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101) + "\r\n";

    assertThat(reason(head)).endsWith("/ failed: Maximum header count exceeded");
    assertThat(StepCaller.reason(get("HTTP/1.1 500 OK\r\n" + "X: y\r\n".repeat(99) + "\r\n")))
        .startsWith("Answered 500");
  }

  @Test
  void aHeaderWithoutEnd() throws InterruptedException {
    try (var target =
        new RawTarget(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write(FILLER);
              }
            })) {
      assertThat(StepCaller.reason(caller.get(target.url())))
          .endsWith("/ failed: Maximum line length limit exceeded");
    }
  }

  @Test
  void aStatusLineWithoutEnd() throws InterruptedException {
    assertThat(reason("HTTP/1.1 500 " + "very ".repeat(5_000) + "wrong\r\n\r\n"))
        .endsWith("/ failed: Maximum line length limit exceeded");
    assertThat(reason("HTTP/1.1 500 " + "very ".repeat(3_000) + "wrong\r\n\r\n"))
        .hasSizeLessThan(300)
        .startsWith("Answered 500 very very");
  }

  /** A gigabyte of text, packed into one megabyte. */
  @Test
  void aBombIsNotUnpacked() throws IOException, InterruptedException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed, 1 << 16)) {
      for (int i = 0; i < 16 * 1024; i++) {
        gzip.write(FILLER);
      }
    }
    var answer = new ByteArrayOutputStream();
    answer.writeBytes(
        """
        HTTP/1.1 422 No
        Content-Type: application/json
        Content-Encoding: gzip
        Content-Length: %d

        """
            .formatted(packed.size())
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(packed.toByteArray());

    try (var target = RawTarget.answering(answer.toByteArray())) {
      assertThat(StepCaller.reason(caller.get(target.url())))
          .isEqualTo("Answered 422 No, where a 2xx was expected");
      // Nothing of it, neither as it was sent nor unpacked.
      assertThat(caller.log()).containsExactly("Calling GET " + target.url());
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
      assertThat(StepCaller.reason(caller.get(target.url()))).startsWith("Answered 500 No");
      assertThat(caller.log()).hasSize(2);
      assertThat(caller.log().getLast()).startsWith("The answer says: aaa").hasSize(518);
    }
  }

  private String reason(String answer) throws InterruptedException {
    return StepCaller.reason(get(answer));
  }

  private StepOutcome get(String answer) throws InterruptedException {
    try (var target = RawTarget.answering(answer.getBytes(StandardCharsets.US_ASCII))) {
      return caller.get(target.url());
    }
  }
}
