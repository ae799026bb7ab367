package io.flowforge.step.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.step.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets that begin a large body and do not go on with it. */
class StallingBodyTest {

  private static final int LENGTH = 200_000;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n[".formatted(LENGTH);
  private static final String CANNOT_BE_READ =
      "Response status 200, but the output 'all' cannot be read: the response has ";

  private final ScriptedTarget stalling =
      new ScriptedTarget(
          connection -> {
            connection.readHead();
            connection.write(HEAD + " ".repeat(LENGTH - 2));
          });
  private final ScriptedTarget other =
      new ScriptedTarget(
          connection -> {
            connection.readHead();
            connection.write(HEAD + " ".repeat(LENGTH - 2) + "]");
          });
  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
    other.close();
    stalling.close();
  }

  /** Of the room for four bodies, one organization gets that for one. */
  @Test
  void theyHoldUpNoOtherOrganization() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<StepOutcome> first =
          threads.submit(() -> caller.getBody(stalling.url(), 1, Duration.ofHours(1)));
      eventually(caller.bodies()::free, free -> free == 3);
      List<Future<StepOutcome>> waiting = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiting.add(
            threads.submit(() -> caller.getBody(stalling.url(), 1, Duration.ofSeconds(15))));
      }
      eventually(() -> stalling.requests().size(), size -> size == 7);

      assertThat(caller.getBody(other.url(), 2, Duration.ofHours(1)))
          .isInstanceOf(StepOutcome.Completed.class);

      // These are no failed attempts, after which the call would be repeated.
      for (Future<StepOutcome> outcome : waiting) {
        assertThat(outcome.get()).isInstanceOf(StepOutcome.Failed.class);
        assertThat(StepCaller.reason(outcome.get()))
            .startsWith(CANNOT_BE_READ)
            .endsWith(
                "bytes (the rest was not read, because too many large responses were read at the"
                    + " same time)");
      }
      assertThat(caller.bodies().free()).isEqualTo(3);
      assertThat(first.isDone()).isFalse();
      stalling.close();
      assertThat(StepCaller.reason(first.get()))
          .startsWith(CANNOT_BE_READ)
          .endsWith("bytes (the rest did not arrive)");
      assertThat(caller.bodies().free()).isEqualTo(4);
    }
  }
}
