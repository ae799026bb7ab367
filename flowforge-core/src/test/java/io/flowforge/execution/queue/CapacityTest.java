package io.flowforge.execution.queue;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {

  @Test
  void aRunThatWaitsForItsTargetLetsAnotherBeActive() {
    var capacity = new Capacity(100, 2);
    Slot first = capacity.take(1);
    capacity.take(1);
    assertThat(capacity.room().entries()).isZero();

    first.pause();

    assertThat(capacity.room().entries()).isOne();
    assertThat(capacity.active()).isOne();
  }

  @Test
  void theRunsOfEndedRequestsLeaveNothingBehind() {
    var capacity = new Capacity(100, 2);
    Slot waiting = capacity.take(1);
    waiting.pause();
    waiting.close();
    capacity.take(2).close();

    assertThat(capacity.room()).isEqualTo(new Room(2, 2, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"2000, 1750, 219", "64, 56, 7", "8, 7, 1", "2, 2, 0", "1, 1, 0"})
  void whoTakesAllTheyCanLeavesAnEighthToTheNext(int places, int first, int second) {
    var capacity = new Capacity(places, places);

    assertThat(takeAll(capacity, 1)).isEqualTo(first);
    assertThat(takeAll(capacity, 2)).isEqualTo(second);
  }

  private static int takeAll(Capacity capacity, int orgId) {
    int taken = 0;
    while (roomOf(capacity.room(), orgId) > 0) {
      capacity.take(orgId);
      taken++;
    }
    return taken;
  }

  private static int roomOf(Room room, int orgId) {
    return room.uses().stream()
        .filter(use -> use.orgId() == orgId)
        .findFirst()
        .map(Room.Use::room)
        .orElse(room.ofNewcomers());
  }

  /** A hundred calls of one organization return at once, and then one of another. */
  @Test
  void organizationsTakeTurnsWhenTheirCallsReturn() {
    var capacity = new Capacity(1_000, 1);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    var waiting = new AtomicInteger();
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      Slot slot = capacity.take(i < 100 ? 1 : 2);
      slot.pause();
      slots.add(slot);
    }
    Slot busy = capacity.take(1);
    for (int i = 0; i <= 100; i++) {
      int org = i < 100 ? 1 : 2;
      Slot slot = slots.get(i);
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    waiting.incrementAndGet();
                    slot.resume();
                    order.add(org);
                    slot.close();
                  });
      eventually(thread::getState, Thread.State.WAITING::equals);
    }
    assertThat(capacity.room().entries()).isZero();

    busy.close();

    eventually(order::size, count -> count == 101);
    assertThat(order.indexOf(2)).isLessThanOrEqualTo(2);
  }

  @Test
  void roomIsAnnounced() {
    var capacity = new Capacity(10, 1);
    var announced = new AtomicInteger();
    capacity.onRoom(announced::incrementAndGet);
    Slot slot = capacity.take(1);
    assertThat(announced).hasValue(0);

    slot.pause();
    assertThat(announced).hasValue(1);
    slot.resume();
    slot.close();
    assertThat(announced).hasValue(2);
  }
}
