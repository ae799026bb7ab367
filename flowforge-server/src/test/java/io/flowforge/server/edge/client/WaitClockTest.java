package io.flowforge.server.edge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Both sides of each boundary of {@link WaitClock}, to the millisecond. */
class WaitClockTest {

  private static final ClientTimes TIMES =
      new ClientTimes(
          Duration.ofSeconds(75),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          new MinimumRate(1000, Duration.ofSeconds(10)));

  private long nanos = 5;
  private final WaitClock clock = new WaitClock(TIMES, () -> nanos);

  @Test
  void aConnectionMayBeIdleForItsTime() {
    clock.startReceiving();
    pass(75_000);
    assertThat(clock.overdue()).isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("idle");
  }

  @Test
  void idleTimeBeginsAnewWithEachRequest() {
    clock.startReceiving();
    pass(74_000);
    clock.stop(1);
    clock.beginRequest(1);
    clock.awaitRequest();
    clock.startReceiving();
    pass(75_000);
    assertThat(clock.overdue()).isNull();
  }

  @Test
  void aRequestMayBeSilentForItsTime() {
    begin(1_000_000);
    clock.startReceiving();
    pass(20_000);
    assertThat(clock.overdue()).isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("silent");
  }

  @Test
  void aRequestMustArriveInItsTimeHoweverFastItComes() {
    begin(1);
    for (int i = 0; i < 6; i++) {
      clock.startReceiving();
      pass(10_000);
      assertThat(clock.overdue()).isNull();
      clock.stop(1_000_000);
    }
    clock.startReceiving();
    assertThat(clock.overdue()).isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("request_timeout");
  }

  @Test
  void aRequestMustKeepItsRateOnceItHasTakenSomeTime() {
    begin(9_999);
    clock.startReceiving();
    pass(10_000);
    assertThat(clock.overdue()).isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("request_too_slow");
    clock.stop(5_001);
    clock.startReceiving();
    pass(4_999);
    assertThat(clock.overdue()).as("15,000 bytes in 15 s").isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("request_too_slow");
  }

  @Test
  void aResponseMustLeaveInItsTimeAndAtItsRate() {
    begin(1);
    clock.startSending();
    pass(10_000);
    assertThat(clock.overdue()).isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("response_too_slow");
    clock.stop(10_000_000);
    clock.startSending();
    pass(109_999);
    assertThat(clock.overdue()).isNull();
    pass(1);
    assertThat(clock.overdue()).isEqualTo("response_timeout");
  }

  @Test
  void theNextRequestAndItsResponseBeginAnew() {
    begin(1);
    clock.startReceiving();
    pass(10_000);
    clock.stop(1);
    clock.startSending();
    pass(100_000);
    clock.stop(1);
    clock.awaitRequest();
    begin(1);
    clock.startReceiving();
    pass(10_000);
    assertThat(clock.overdue()).isNull();
    clock.stop(1);
    clock.startSending();
    pass(10_000);
    assertThat(clock.overdue()).isNull();
  }

  @Test
  void theServersOwnTimeDoesNotCount() {
    begin(1);
    clock.startReceiving();
    clock.stop(1);
    pass(1_000_000);
    assertThat(clock.overdue()).isNull();
    clock.startReceiving();
    pass(10_000);
    assertThat(clock.overdue()).isNull();
  }

  @Test
  void anIdleConnectionIsDispensableAtOnceAndOneInUseAfterTheGrace() {
    clock.startReceiving();
    assertThat(clock.dispensableNanos()).hasValue(0);
    pass(7);
    assertThat(clock.dispensableNanos()).hasValue(7_000_000);
    clock.stop(1);
    assertThat(clock.dispensableNanos()).as("the server is working").isEmpty();

    begin(1);
    clock.startReceiving();
    pass(1_500);
    clock.stop(1);
    clock.startReceiving();
    pass(500);
    assertThat(clock.dispensableNanos()).isEmpty();
    pass(1);
    assertThat(clock.dispensableNanos()).hasValue(2_001_000_000);
    clock.stop(1);

    clock.startSending();
    pass(2_000);
    assertThat(clock.dispensableNanos()).isEmpty();
    pass(1);
    assertThat(clock.dispensableNanos()).hasValue(2_001_000_000);
    clock.stop(1);

    clock.startLingering();
    pass(2_001);
    assertThat(clock.dispensableNanos()).hasValue(2_001_000_000);
    assertThat(clock.overdue()).isNull();
  }

  private void begin(int bytes) {
    clock.beginRequest(bytes);
  }

  private void pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }
}
