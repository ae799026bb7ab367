package io.flowforge.step.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was answered counts, whatever the shape of the response. */
@Timeout(120)
class ResponseShapeTest {

  private static final String BODY = "Content-Length: 2\r\n\r\nok";
  private static final byte[] FILLER = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

  /** Responses, each with the length of the body that is read. STATUS stands for the status. */
  private static final Map<String, String> SHAPES = new TreeMap<>();

  static {
    shape("2 bytes", "STATUS OK\r\n" + BODY);
    shape("2 bytes", "STATUS\r\n" + BODY);
    shape("2 bytes", "STATUS \r\n" + BODY);
    shape("2 bytes", "STATUS OK\n" + BODY.replace("\r", ""));
    shape("2 bytes", "\r\n\r\nSTATUS OK\r\n" + BODY);
    shape("2 bytes", "STATUS OK\r\n" + "X: y\r\n".repeat(100) + BODY);
    shape("2 bytes", "STATUS OK\r\n" + "X: y\r\n".repeat(101) + BODY);
    shape("2 bytes", "STATUS OK\r\n" + "X: y\r\n".repeat(5_000) + BODY);
    shape("2 bytes", "STATUS OK\r\nX: " + "v".repeat(20_000) + "\r\n" + BODY);
    shape("2 bytes", "STATUS " + "very ".repeat(5_000) + "long\r\n" + BODY);
    shape("2 bytes", "STATUS OK\r\nno colon\r\n: no name\r\n \r\n" + BODY);
    shape("2 bytes", "STATUS OK\r\n folded\r\nX: a\r\n b\r\n\tc\r\n" + BODY);
    shape("2 bytes", "STATUS OK\r\nX: " + "v\r\n ".repeat(10_000) + "v\r\n" + BODY);
    shape("2 bytes", "STATUS OK\r\nX: a\0b\r\nY : z\r\n" + BODY);
    shape(
        "2 bytes",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(50) + "STATUS\r\n" + BODY);
    shape("2 bytes", "HTTP/1.1 100\r\n" + "X: y\r\n".repeat(200) + "\r\nSTATUS\r\n" + BODY);
    shape(
        "2 bytes",
        "STATUS OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    shape("2 bytes (the rest did not arrive)", "STATUS OK\r\nContent-Length: 3\r\n\r\nok");
    shape(
        "2 bytes (the rest did not arrive)",
        "STATUS OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n");
    shape(
        "2 bytes (the rest did not arrive)",
        "STATUS OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
            + "X: y\r\n".repeat(200)
            + "\r\n");
    shape(
        "2 bytes (the rest did not arrive)",
        "STATUS OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0;"
            + "x".repeat(20_000)
            + "\r\n\r\n");
    shape("2 bytes", "STATUS OK\r\n\r\nok");
    shape("0 bytes", "STATUS OK\r\n\r\n");
    shape("no readable body", "STATUS OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok");
    shape("no readable body", "STATUS OK\r\nContent-Length: two\r\n\r\nok");
    shape("no readable body", "STATUS OK\r\nContent-Length: -2\r\n\r\nok");
    shape("no readable body", "STATUS OK\r\nTransfer-Encoding: gzip\r\n\r\nok");
    shape("no readable body", "STATUS OK\r\nX: y\r\nContent-Le");
    shape("no readable body", "STATUS OK\r\n");
    shape("no readable body", "STATUS");
    shape("no readable body", "STATUS OK\r\n" + "X: y\r\n".repeat(100_000) + BODY);
  }

  private static void shape(String length, String response) {
    SHAPES.put(response, length);
  }

  static Stream<String> shapes() {
    return SHAPES.keySet().stream();
  }

  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("shapes")
  void theStatusCounts(String shape) throws InterruptedException {
    assertThat(get(shape.replace("STATUS", "HTTP/1.1 201"))).isEqualTo(new StepOutcome.Completed());
    assertThat(caller.log().getLast()).isEqualTo("Response status 201; " + SHAPES.get(shape));
    assertThat(get(shape.replace("STATUS", "HTTP/1.0 201"))).isEqualTo(new StepOutcome.Completed());
    assertThat(get(shape.replace("STATUS", "HTTP/2.0 201"))).isEqualTo(new StepOutcome.Completed());
    StepOutcome failed = get(shape.replace("STATUS", "HTTP/1.1 503"));
    assertThat(((StepOutcome.AttemptFailed) failed).kind()).isEqualTo(FailureKind.status(503));
  }

  /** Headers that are needed count even after others, and a header that is too long is ignored. */
  @Test
  void neededHeadersCountAfterOthers() throws InterruptedException {
    try (var other = new Target()) {
      String location = "Location: " + other.url() + "\r\n";
      assertThat(get("HTTP/1.1 302 Found\r\n" + "X: y\r\n".repeat(500) + location + "\r\n"))
          .isEqualTo(new StepOutcome.Completed());
      assertThat(other.calls()).hasSize(1);
      assertThat(
              StepCaller.reason(
                  get("HTTP/1.1 302 Found\r\nLocation: /" + "v".repeat(16_384) + "\r\n\r\n")))
          .isEqualTo("Response status 302 Found; expected 2xx");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 ",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "
      })
  void aResponseWithoutEnd(String beginning) throws InterruptedException {
    try (var target =
        new RawTarget(
            out -> {
              out.write(beginning.getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write(FILLER);
              }
            })) {
      assertThat(caller.get(target.url())).isEqualTo(new StepOutcome.Completed());
    }
  }

  /** In each part after the status line, slowly: the connection is closed when the time is over. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 201 Created\r\nX: ",
        "HTTP/1.1 201 Created\r\nContent-Length: 1000000\r\n\r\n",
        "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n1;"
      })
  void aSlowResponseWithoutEnd(String beginning) {
    try (var impatient = new StepCaller(Duration.ofMillis(400), ClientLimits.of(32))) {
      eventually(() -> getSlowly(impatient, beginning, "a"), new StepOutcome.Completed()::equals);
    }
  }

  /** The target falls silent after the status: what has been answered is not called again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 201 Created\r\nX: ",
        "HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nabc"
      })
  void aResponseThatStops(String beginning) {
    try (var impatient = new StepCaller(Duration.ofMillis(200), ClientLimits.of(32))) {
      eventually(() -> getSlowly(impatient, beginning, ""), new StepOutcome.Completed()::equals);
    }
  }

  /** Another attempt would not help, and the target may have acted on this one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "\u0015\u0003\u0003\u0000\u0002\u0002P\r\n"
      })
  void whatIsNotHttpIsNotRetried(String response) throws InterruptedException {
    assertThat(get(response))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> assertThat(failed.reason()).endsWith("the response is not valid HTTP/1.1"));
  }

  @Test
  void interimResponsesAreLimited() throws InterruptedException {
    assertThat(
            StepCaller.reason(
                get("HTTP/1.1 103 Hints\r\n\r\n".repeat(101) + "HTTP/1.1 200 OK\r\n\r\n")))
        .endsWith("the response is not valid HTTP/1.1");
  }

  @Test
  void aConnectionIsLostWithinTheStatusCode() throws InterruptedException {
    assertThat(((StepOutcome.AttemptFailed) get("HTTP/1.1 2")).kind())
        .isEqualTo(FailureKind.CONNECTION);
  }

  @Test
  void anUnknownUpgradeIsAStatusLikeOthers() throws InterruptedException {
    assertThat(StepCaller.reason(get("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")))
        .isEqualTo("Response status 101 Switching Protocols; expected 2xx");
  }

  /** The outcome is a timeout if the status line comes too late. */
  private static StepOutcome getSlowly(StepCaller impatient, String beginning, String piece) {
    try (var target = EndlessTarget.slow(beginning, piece)) {
      return impatient.get(target.url());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private StepOutcome get(String response) throws InterruptedException {
    try (var target = RawTarget.responding(response.getBytes(StandardCharsets.ISO_8859_1))) {
      return caller.get(target.url());
    }
  }
}
