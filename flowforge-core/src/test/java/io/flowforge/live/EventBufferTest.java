package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfClosing;
import io.flowforge.live.event.LiveEvent.OfEnd;
import io.flowforge.live.event.LiveEvent.OfLog;
import io.flowforge.request.log.LoggedRow;
import io.flowforge.request.state.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a viewer who does not read can cost. */
class EventBufferTest {

  private static final Duration NONE = Duration.ZERO;
  private static final LiveEvent SMALL = new OfEnd(RequestStatus.COMPLETED);

  private final BufferBudget budget = new BufferBudget(10_000_000);
  private final EventBuffer buffer = new EventBuffer(budget);

  @Test
  void eventsComeOutInTheirOrder() throws InterruptedException {
    buffer.add(log(1, 10));
    buffer.add(log(2, 10));

    assertThat(buffer.take(NONE)).isEqualTo(log(1, 10));
    assertThat(buffer.take(NONE)).isEqualTo(log(2, 10));
    assertThat(buffer.take(NONE)).isNull();
    assertThat(budget.held()).isZero();
  }

  @Test
  void tooManyEventsAreTheEnd() throws InterruptedException {
    for (int i = 0; i < EventBuffer.MAX_EVENTS; i++) {
      buffer.add(SMALL);
    }
    assertThat(buffer.take(NONE)).isEqualTo(SMALL);
    buffer.add(SMALL);
    buffer.add(SMALL);

    assertThat(buffer.take(NONE)).isEqualTo(new OfClosing(CloseReason.SLOW));
    assertThat(budget.held()).isZero();
  }

  @Test
  void tooManyBytesAreTheEnd() throws InterruptedException {
    buffer.add(SMALL);
    buffer.add(log(1, (int) EventBuffer.MAX_COST));

    assertThat(buffer.take(NONE)).isEqualTo(new OfClosing(CloseReason.SLOW));
  }

  /** A row of the log may be larger than a buffer, and must come through. */
  @Test
  void aSingleEventMayBeLarger() throws InterruptedException {
    LiveEvent large = log(1, 2 * (int) EventBuffer.MAX_COST);
    buffer.add(large);

    assertThat(buffer.take(NONE)).isEqualTo(large);
    assertThat(budget.held()).as("while it is written").isEqualTo(large.cost());
    assertThat(buffer.take(NONE)).isNull();
    assertThat(budget.held()).isZero();
  }

  @Test
  void allViewersShareABudget() throws InterruptedException {
    var small = new BufferBudget(100_000);
    var first = new EventBuffer(small);
    var second = new EventBuffer(small);
    first.add(log(1, 40_000));
    second.add(log(1, 40_000));

    assertThat(first.take(NONE)).isInstanceOf(OfLog.class);
    assertThat(second.take(NONE)).isEqualTo(new OfClosing(CloseReason.SLOW));
    first.release();
    second.release();
    assertThat(small.held()).isZero();
  }

  @Test
  void theFirstReasonToCloseIsTheOneThatIsTold() throws InterruptedException {
    buffer.add(SMALL);
    buffer.close(CloseReason.STOPPING);
    buffer.close(CloseReason.LIMIT);
    buffer.add(SMALL);

    assertThat(buffer.take(NONE)).isEqualTo(new OfClosing(CloseReason.STOPPING));
    assertThat(buffer.closing(NONE)).isEqualTo(new OfClosing(CloseReason.STOPPING));
  }

  private static LiveEvent log(long id, int length) {
    return new OfLog(new LoggedRow(id, "s", 1, Instant.EPOCH, List.of("x".repeat(length)), false));
  }
}
