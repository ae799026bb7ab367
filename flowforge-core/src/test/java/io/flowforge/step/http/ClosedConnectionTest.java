package io.flowforge.step.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.step.StepOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that close connections between and during requests. */
@Timeout(120)
class ClosedConnectionTest {

  /** How a connection ends that waits for its next request. */
  enum Closing {
    CLOSE,
    HALF_CLOSE,
    RESET,
    CLOSE_WITH_NOTICE,
    ANSWER_TO_NO_REQUEST;

    private void apply(ScriptedTarget.Connection connection) throws IOException {
      switch (this) {
        case CLOSE -> connection.end();
        case HALF_CLOSE -> connection.endOutput();
        case RESET -> connection.reset();
        case CLOSE_WITH_NOTICE -> {
          connection.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
          connection.end();
        }
        case ANSWER_TO_NO_REQUEST -> connection.write("HTTP/1.1 500 No\r\n\r\n");
      }
    }
  }

  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatTheTargetHasClosedIsNotUsed(Closing closing) throws InterruptedException {
    try (var target =
        new ScriptedTarget(
            connection -> {
              connection.read();
              connection.answer();
              closing.apply(connection);
            })) {
      int calls = 0;
      for (String method : new String[] {"POST", "PATCH", "PUT", "GET"}) {
        assertThat(call(method, target)).isEqualTo(new StepOutcome.Completed());
        int served = ++calls;
        eventually(() -> target.hasServed(served), isServed -> isServed);
      }
      assertThat(target.requests())
          .containsExactly("1 POST whole", "2 PATCH whole", "3 PUT whole", "4 GET whole");
    }
  }

  /** As nginx does when it is reloaded: all waiting connections are closed at the same time. */
  @Test
  void noneOfManyClosedConnectionsIsUsed() throws InterruptedException {
    try (var target =
        new ScriptedTarget(
            connection -> {
              connection.read();
              connection.answer();
              if (connection.number() <= 5) {
                connection.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
                connection.end();
              } else {
                connection.read();
                connection.answer();
              }
            })) {
      for (int i = 1; i <= 5; i++) {
        int served = i;
        assertThat(call("POST", target)).isEqualTo(new StepOutcome.Completed());
        eventually(() -> target.hasServed(served), isServed -> isServed);
      }
      assertThat(call("POST", target)).isEqualTo(new StepOutcome.Completed());
      assertThat(call("POST", target)).isEqualTo(new StepOutcome.Completed());
      assertThat(target.requests()).endsWith("6 POST whole", "6 POST whole").hasSize(7);
    }
  }

  /** The target may have acted on the second request, so only an idempotent one is sent again. */
  @ParameterizedTest
  @CsvSource({
    "POST, CLOSE",
    "POST, RESET",
    "PATCH, CLOSE",
    "GET, CLOSE",
    "PUT, RESET",
    "DELETE, CLOSE"
  })
  void aRequestThatWasReadIsSentAgainOnlyIfItIsIdempotent(String method, Closing closing)
      throws InterruptedException {
    try (var target =
        new ScriptedTarget(
            connection -> {
              connection.read();
              connection.answer();
              connection.read();
              closing.apply(connection);
            })) {
      call(method, target);
      StepOutcome outcome = call(method, target);

      if (method.startsWith("P") && !method.equals("PUT")) {
        assertThat(((StepOutcome.AttemptFailed) outcome).kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(target.requests()).hasSize(2);
      } else {
        assertThat(outcome).isEqualTo(new StepOutcome.Completed());
        assertThat(target.requests())
            .containsExactly(
                "1 " + method + " whole", "1 " + method + " whole", "2 " + method + " whole");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void aRequestOnANewConnectionIsNotSentAgain(String method) throws InterruptedException {
    try (var target =
        new ScriptedTarget(
            connection -> {
              connection.read();
              connection.end();
            })) {
      assertThat(call(method, target))
          .isEqualTo(
              new StepOutcome.AttemptFailed(
                  method
                      + " "
                      + target.url()
                      + " failed: the connection was closed before the response",
                  FailureKind.CONNECTION));
      assertThat(target.requests()).hasSize(1);
    }
  }

  /** More than the buffers of the connection hold: the target cannot have received all of it. */
  @Test
  void aRequestThatWasNotFullyWrittenIsSentAgain() throws InterruptedException {
    try (var target =
        new ScriptedTarget(
            connection -> {
              connection.read();
              connection.answer();
              if (connection.number() == 1) {
                connection.readHead();
                connection.reset();
              }
            })) {
      assertThat(call("POST", target)).isEqualTo(new StepOutcome.Completed());
      assertThat(call("POST", target, "x".repeat(16 << 20))).isEqualTo(new StepOutcome.Completed());
      assertThat(target.requests()).containsExactly("1 POST whole", "1 POST", "2 POST whole");
    }
  }

  @Test
  void aTimeoutIsNoReasonToSendARequestAgain() throws InterruptedException {
    try (var target =
        new ScriptedTarget(
            connection -> {
              connection.read();
              connection.answer();
              connection.read();
            })) {
      assertThat(caller.get(target.url())).isEqualTo(new StepOutcome.Completed());
      caller.useStepPolicy(new StepPolicy(Duration.ofMillis(300), null, null));

      assertThat(((StepOutcome.AttemptFailed) caller.get(target.url())).kind())
          .isEqualTo(FailureKind.TIMEOUT);
      eventually(target::requests, List.of("1 GET whole", "1 GET whole")::equals);
    }
  }

  private StepOutcome call(String method, ScriptedTarget target) throws InterruptedException {
    return call(method, target, method.startsWith("P") ? "a" : "");
  }

  private StepOutcome call(String method, ScriptedTarget target, String data)
      throws InterruptedException {
    return caller.execute(
        "{'method': '%s', 'url': '%s', 'data': '%s'}".formatted(method, target.url(), data), "{}");
  }
}
