package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LookoutTest {

  @Test
  void theEndWaitsForALook() throws InterruptedException {
    var looking = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var hasLooked = new AtomicBoolean();
    var hadLooked = new AtomicBoolean();
    var lookout =
        new Lookout(
            "test",
            () -> true,
            () -> {
              looking.countDown();
              await(goOn);
              hasLooked.set(true);
              return false;
            },
            Duration.ofHours(1));
    lookout.begin();
    lookout.wake();
    looking.await();
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  lookout.close();
                  hadLooked.set(hasLooked.get());
                });

    Eventually.eventually(closing::getState, state -> state != Thread.State.RUNNABLE);
    goOn.countDown();
    closing.join();

    assertThat(hadLooked).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
