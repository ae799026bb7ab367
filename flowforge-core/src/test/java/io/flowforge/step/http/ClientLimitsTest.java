package io.flowforge.step.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timeouts, connections and targets of the HTTP client, each at a peer that tests its limit. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ClientLimitsTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Target target = new Target();

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void theDefaults() {
    assertThat(ClientLimits.of(7))
        .isEqualTo(new ClientLimits(7, Duration.ofSeconds(5), Duration.ofSeconds(30)));
    assertThat(ExecutionSettings.defaults().calls().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(ExecutionSettings.defaults().calls().allowsPrivateTargets()).isFalse();
  }

  @Test
  void aPeerThatAcceptsNoConnection() throws IOException, InterruptedException {
    List<Socket> backlog = new ArrayList<>();
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var caller = new StepCaller(LONG, new ClientLimits(32, SHORT, LONG))) {
      fill(busy, backlog);

      assertThat(caller.get("http://127.0.0.1:%d/".formatted(busy.getLocalPort())))
          .isEqualTo(
              new StepOutcome.AttemptFailed(
                  "GET http://127.0.0.1:%d/ failed: the connection timed out"
                      .formatted(busy.getLocalPort()),
                  FailureKind.CONNECTION));
    } finally {
      for (Socket socket : backlog) {
        socket.close();
      }
    }
  }

  /** Connects until the operating system accepts no more connections on behalf of the server. */
  private static void fill(ServerSocket server, List<Socket> backlog) throws IOException {
    while (true) {
      var socket = new Socket();
      backlog.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException e) {
        assertThat(backlog).hasSizeGreaterThan(1);
        return;
      }
    }
  }

  /** Before its response, within the status code, and after an interim response. */
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 20", "HTTP/1.1 103 Early Hints\r\n\r\n"})
  void aPeerThatFallsSilent(String beginning) throws InterruptedException {
    var closed = new CountDownLatch(1);
    try (var silent = new RawTarget(out -> writeAndWait(out, beginning, closed));
        var caller = new StepCaller(SHORT, ClientLimits.of(32))) {
      assertThat(caller.get(silent.url()))
          .isEqualTo(
              new StepOutcome.AttemptFailed(
                  "GET " + silent.url() + " failed: the response timed out", FailureKind.TIMEOUT));
    } finally {
      closed.countDown();
    }
  }

  private static void writeAndWait(OutputStream out, String text, CountDownLatch closed)
      throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theTimeoutOfAStepReplacesALongerOne() throws InterruptedException {
    Runnable release = target.hold();
    try (var caller = new StepCaller(LONG, ClientLimits.of(32))) {
      caller.useStepPolicy(new StepPolicy(SHORT, null, null));

      assertThat(StepCaller.reason(caller.get(target.url()))).endsWith("the response timed out");
    }
    release.run();
  }

  /** The step with its own timeout is sent first, and still waits when the other one fails. */
  @Test
  void theTimeoutOfAStepReplacesAShorterOne() throws InterruptedException, ExecutionException {
    Runnable release = target.hold();
    try (var caller = new StepCaller(SHORT, ClientLimits.of(32));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      caller.useStepPolicy(new StepPolicy(LONG, null, null));
      Future<StepOutcome> patient = threads.submit(() -> caller.get(target.url()));
      eventually(target.calls()::size, size -> size == 1);
      caller.useStepPolicy(StepPolicy.DEFAULT);

      assertThat(StepCaller.reason(caller.get(target.url()))).endsWith("the response timed out");
      assertThat(patient).isNotDone();
      release.run();
      assertThat(patient.get()).isEqualTo(new StepOutcome.Completed());
    }
  }

  @Test
  void asManyCallsAreInFlightAsThereMayBeConnections()
      throws InterruptedException, ExecutionException {
    Runnable release = target.hold();
    try (var caller = new StepCaller(SHORT, ClientLimits.of(30));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      caller.useStepPolicy(new StepPolicy(LONG, null, null));
      List<Future<StepOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        outcomes.add(threads.submit(() -> caller.get(target.url())));
      }
      eventually(target.calls()::size, size -> size == 30);
      caller.useStepPolicy(StepPolicy.DEFAULT);

      // One more gets no connection and is not sent.
      assertThat(StepCaller.reason(caller.get(target.url()))).endsWith("the response timed out");
      assertThat(target.calls()).hasSize(30);
      release.run();
      for (Future<StepOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new StepOutcome.Completed());
      }
    }
  }

  @Test
  void aConnectionIsNotReusedAfterItsTimeToLive() {
    try (var caller = new StepCaller(LONG, new ClientLimits(32, LONG, Duration.ofMillis(1)))) {
      eventually(
          () -> {
            getUnchecked(caller);
            return target.calls().stream().map(Target.Call::port).distinct().count();
          },
          connections -> connections > 1);
    }
  }

  private void getUnchecked(StepCaller caller) {
    try {
      assertThat(caller.get(target.url())).isEqualTo(new StepOutcome.Completed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aConnectionThatTheTargetClosesIsNotReused() throws InterruptedException {
    target.answerWithHeader("Connection", "close");
    try (var caller = new StepCaller()) {
      caller.get(target.url());
      caller.get(target.url());
    }
    assertThat(target.calls()).extracting(Target.Call::port).doesNotHaveDuplicates().hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void privateTargetsAreCalledOnlyIfTheSettingAllowsIt(boolean allows) throws InterruptedException {
    CallSettings settings = ExecutionSettings.defaults().calls().allowingPrivateTargets(allows);
    try (var step =
        ApiStep.open(
            settings,
            1,
            Json.mapper(),
            new CompositeMeterRegistry(),
            InstantSource.fixed(StepCaller.NOW))) {
      StepOutcome outcome = step.execute(StepCaller.contextOfGet(target.url()));

      if (allows) {
        assertThat(outcome).isEqualTo(new StepOutcome.Completed());
        assertThat(target.calls()).hasSize(1);
      } else {
        assertThat(outcome)
            .isEqualTo(
                new StepOutcome.Failed(
                    "GET "
                        + target.url()
                        + " failed: connecting to '127.0.0.1' is refused: its address is in"
                        + " 127.0.0.0/8 (loopback), allowed only with ALLOW_PRIVATE_TARGETS=true"));
        assertThat(target.calls()).isEmpty();
      }
    }
  }
}
