package io.flowforge.server.signup;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the calls of people who sign up share, and how many of them may wait. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LookupLimitsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Newcomer FOUND = new Newcomer("a@x", "p", Optional.empty());

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger lookups = new AtomicInteger();

  @AfterEach
  void release() {
    gate.countDown();
  }

  @Test
  void whatIsFoundCountsForEveryTokenOfThePerson() throws Exception {
    var limits = new LookupLimits(() -> 0, LONG);
    LookupThread<Newcomer> first = held(limits, "p|1", "a");
    LookupThread<Newcomer> other =
        new LookupThread<>(() -> limits.once("p|1", "b", LookupLimitsTest::refused));
    other.awaitInLine();

    gate.countDown();

    assertThat(first.result()).isEqualTo(FOUND);
    assertThat(other.result()).isEqualTo(FOUND);
  }

  @Test
  void aRefusalIsSharedByTheCallsWithTheSameTokenOnly() throws Exception {
    var limits = new LookupLimits(() -> 0, LONG);
    List<LookupThread<Newcomer>> bad = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      bad.add(
          new LookupThread<>(
              () ->
                  limits.once(
                      "p|1",
                      "bad",
                      () -> {
                        waitForGate();
                        return refused();
                      })));
      eventually(lookups::get, count -> count == 1);
    }
    bad.get(1).awaitInLine();
    bad.get(2).awaitInLine();
    LookupThread<Newcomer> good = new LookupThread<>(() -> limits.once("p|1", "good", () -> FOUND));
    good.awaitInLine();

    gate.countDown();

    for (LookupThread<Newcomer> call : bad) {
      assertThatThrownBy(call::result).hasCauseInstanceOf(ForbiddenException.class);
    }
    assertThat(good.result()).isEqualTo(FOUND);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void nobodyWaitsLongForAnotherToken() throws Exception {
    var limits = new LookupLimits(() -> 0, Duration.ZERO);
    LookupThread<Newcomer> first = held(limits, "p|1", "a");

    assertThatThrownBy(() -> limits.once("p|1", "b", () -> FOUND))
        .isInstanceOf(UnavailableException.class)
        .hasRootCauseMessage("a lookup of the same person with another token is running");

    gate.countDown();
    assertThat(first.result()).isEqualTo(FOUND);
  }

  @Test
  void aFewCallsOfAPersonAndOfAllAreHeld() throws Exception {
    var limits = new LookupLimits(() -> 0, LONG);
    List<LookupThread<Newcomer>> calls = new ArrayList<>();
    for (int person = 0; person < HeldCalls.MAX / HeldCalls.MAX_OF_A_PERSON; person++) {
      String userId = "p|" + person;
      calls.add(held(limits, userId, "t"));
      for (int i = 1; i < HeldCalls.MAX_OF_A_PERSON; i++) {
        var call = new LookupThread<>(() -> limits.once(userId, "t", () -> FOUND));
        call.awaitInLine();
        calls.add(call);
      }
      assertThatThrownBy(() -> limits.once(userId, "t", () -> FOUND))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("8 of your calls");
    }
    assertThat(calls).hasSize(HeldCalls.MAX);

    assertThatThrownBy(() -> limits.once("another", "t", () -> FOUND))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("too many people")
        .hasRootCauseMessage("64 calls wait for lookups at the identity provider");

    gate.countDown();
    for (LookupThread<Newcomer> call : calls) {
      assertThat(call.result()).isEqualTo(FOUND);
    }
    assertThat(lookups).hasValue(LookupLimits.MAX_AT_A_TIME);
    assertThat(limits.once("another", "t", () -> FOUND)).isEqualTo(FOUND);
    assertThat(limits.once("p|0", "t", () -> FOUND)).isEqualTo(FOUND);
  }

  /** Starts a call whose lookup runs until the gate opens. */
  private LookupThread<Newcomer> held(LookupLimits limits, String userId, String token) {
    int before = lookups.get();
    var call =
        new LookupThread<>(
            () ->
                limits.once(
                    userId,
                    token,
                    () -> {
                      waitForGate();
                      return FOUND;
                    }));
    eventually(lookups::get, count -> count == before + 1);
    return call;
  }

  private void waitForGate() {
    lookups.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Newcomer refused() {
    throw new ForbiddenException("no");
  }
}
