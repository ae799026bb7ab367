package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import io.flowforge.live.OrganizationFeeds.Missed;
import io.flowforge.live.event.ChangedRequest;
import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfChange;
import io.flowforge.live.event.LiveEvent.OfReset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stream of the requests of an organization for one viewer. It first joins the feed, then reads
 * by itself what was missed since it was interrupted, and leaves out of the feed what that shows.
 */
public final class OrganizationStream implements LiveStream {

  /** How long an unavailable store is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final int orgId;
  private final String userId;
  private final OrganizationFeeds feeds;
  private final BooleanSupplier seesAll;
  private final EventBuffer buffer;
  private final CountDownLatch begun = new CountDownLatch(1);

  /** Whether it shows the requests of everybody, not only the viewer's own. */
  private volatile boolean isOfAll;

  /** The number at which the feed began for this viewer. Written before the latch opens. */
  private long beginning;

  /** Whether it begins now. */
  private final boolean isNew;

  private boolean hasResumed;

  /** What was missed and has not been taken. */
  private final Queue<LiveEvent> missed = new ArrayDeque<>();

  /** The latest transitions that what was missed has shown, by the ids of requests. */
  private final Map<String, Long> shown = new HashMap<>();

  private long shownUntil;
  private long cursor;

  /**
   * Creates it.
   *
   * @param seesAll whether the viewer sees the requests of everybody; throws if the viewer may not
   *     see any
   * @param last the number after which to resume; null to begin now
   */
  OrganizationStream(
      int orgId,
      String userId,
      OrganizationFeeds feeds,
      BufferBudget budget,
      BooleanSupplier seesAll,
      @Nullable Long last) {
    this.orgId = orgId;
    this.userId = userId;
    this.feeds = feeds;
    this.seesAll = seesAll;
    this.isOfAll = seesAll.getAsBoolean();
    this.buffer = new EventBuffer(budget);
    this.isNew = last == null;
    this.hasResumed = isNew;
    this.cursor = last == null ? -1 : last;
  }

  int orgId() {
    return orgId;
  }

  /** Gets everything that changes from here on. */
  void begin(long floor) {
    beginning = floor;
    if (isNew) {
      buffer.add(new OfReset(floor));
    }
    begun.countDown();
  }

  /** Gets what has changed; the events before the last one can be resumed only before all. */
  void offer(List<ChangedRequest> changed, long before, long after) {
    if (begun.getCount() > 0) {
      return;
    }
    List<ChangedRequest> visible = changed.stream().filter(this::isVisible).toList();
    for (int i = 0; i < visible.size(); i++) {
      buffer.add(new OfChange(visible.get(i), i == visible.size() - 1 ? after : before));
    }
  }

  private boolean isVisible(ChangedRequest request) {
    return isOfAll || request.userId().equals(userId);
  }

  /** Gets told that more has changed than can be told. */
  void reset(long floor) {
    buffer.add(new OfReset(floor));
  }

  @Override
  public @Nullable LiveEvent next(Duration patience) throws InterruptedException {
    if (!hasResumed) {
      try {
        if (!begun.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          return buffer.closing(Duration.ZERO);
        }
        resume();
      } catch (UnavailableException e) {
        return buffer.closing(patience.compareTo(PAUSE) < 0 ? patience : PAUSE);
      }
    }
    if (!missed.isEmpty()) {
      return moved(missed.remove());
    }
    LiveEvent next = buffer.take(patience);
    while (next instanceof OfChange change && isShown(change.request())) {
      next = buffer.take(Duration.ZERO);
    }
    return moved(next);
  }

  private void resume() {
    Optional<Missed> found = feeds.since(orgId, cursor);
    hasResumed = true;
    if (found.isEmpty()) {
      missed.add(new OfReset(beginning));
      return;
    }
    long before = cursor;
    List<ChangedRequest> visible = found.get().changed().stream().filter(this::isVisible).toList();
    for (int i = 0; i < visible.size(); i++) {
      missed.add(new OfChange(visible.get(i), i == visible.size() - 1 ? beginning : before));
    }
    visible.forEach(one -> shown.put(one.requestId(), one.seq()));
    shownUntil = found.get().end();
  }

  /** Returns whether the feed tells again what was read as missed. */
  private boolean isShown(ChangedRequest request) {
    return request.seq() <= shown.getOrDefault(request.requestId(), 0L);
  }

  private @Nullable LiveEvent moved(@Nullable LiveEvent next) {
    if (next instanceof OfChange change) {
      cursor = change.cursor();
      if (missed.isEmpty() && cursor >= shownUntil) {
        shown.clear();
      }
    } else if (next instanceof OfReset reset) {
      cursor = reset.cursor();
    }
    return next;
  }

  @Override
  public String id() {
    return cursor < 0 ? "" : Long.toString(cursor);
  }

  @Override
  public void requireAllowed() {
    boolean now = seesAll.getAsBoolean();
    if (now != isOfAll) {
      isOfAll = now;
      // What the viewer has is too much, or too little.
      buffer.add(new OfReset(Math.max(cursor, 0)));
    }
  }

  @Override
  public void close(CloseReason reason) {
    buffer.close(reason);
  }

  @Override
  public void close() {
    feeds.leave(this);
    buffer.release();
  }
}
