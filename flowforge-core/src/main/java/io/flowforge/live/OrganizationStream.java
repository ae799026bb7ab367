package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import io.flowforge.live.event.ChangedRequest;
import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfChange;
import io.flowforge.live.event.LiveEvent.OfReset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
  private final BufferBudget budget;
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

  /** What was missed takes this many bytes of the budget. */
  private long missedCost;

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
    this.budget = budget;
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
    LiveEvent closing = buffer.closing(Duration.ZERO);
    if (closing != null) {
      forgetMissed();
      return closing;
    }
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
    while (next instanceof OfChange change && isToSkip(change.request())) {
      next = buffer.take(Duration.ZERO);
    }
    if (next == null) {
      // The feed has come to the same point, so hardly anything will come twice from here on.
      forgetMissed();
    }
    return moved(next);
  }

  private void resume() {
    Optional<List<ChangedRequest>> found = feeds.since(orgId, cursor);
    hasResumed = true;
    List<ChangedRequest> visible =
        found.orElse(List.of()).stream().filter(this::isVisible).toList();
    long before = cursor;
    List<OfChange> changes = new ArrayList<>();
    for (int i = 0; i < visible.size(); i++) {
      changes.add(new OfChange(visible.get(i), i == visible.size() - 1 ? beginning : before));
    }
    long cost = changes.stream().mapToLong(OfChange::cost).sum();
    if (found.isEmpty() || changes.size() > EventBuffer.MAX_EVENTS || !budget.isTaken(cost)) {
      missed.add(new OfReset(beginning));
      return;
    }
    missedCost = cost;
    missed.addAll(changes);
    visible.forEach(one -> shown.put(one.requestId(), one.seq()));
  }

  private void forgetMissed() {
    missed.clear();
    shown.clear();
    budget.release(missedCost);
    missedCost = 0;
  }

  /** Returns whether what was missed has shown it, or the viewer may no longer see it. */
  private boolean isToSkip(ChangedRequest request) {
    return request.seq() <= shown.getOrDefault(request.requestId(), 0L) || !isVisible(request);
  }

  private @Nullable LiveEvent moved(@Nullable LiveEvent next) {
    if (next instanceof OfChange change) {
      cursor = change.cursor();
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
      // What the viewer has, and what it would get next, is too much or too little.
      forgetMissed();
      buffer.replaceAll(new OfReset(Math.max(cursor, 0)));
    }
  }

  @Override
  public void close(CloseReason reason) {
    buffer.close(reason);
  }

  @Override
  public void close() {
    feeds.leave(this);
    forgetMissed();
    buffer.release();
  }
}
