package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.log.LoggedRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one request for one viewer. It first reads by itself what the viewer lacks, page by
 * page, and then joins the feed that all viewers of the request share. Events have numbers, so what
 * it gets twice is left out, and it joins only a feed that is not ahead, so nothing is missing.
 */
public final class RequestStream implements LiveStream {

  /** How long an unavailable store is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String requestId;
  private final RequestFeeds feeds;
  private final Runnable check;
  private final EventBuffer buffer;

  /** The position after the event that was taken last. */
  private StreamPosition position;

  /** The position after the event that was put into the buffer last. Guarded by the feed. */
  private StreamPosition offered;

  private boolean isJoined;

  /** What is known of the page that was read last; its events are in the buffer. */
  private RecordPage page = new RecordPage(List.of(), false, Optional.empty(), 0);

  RequestStream(
      String requestId,
      StreamPosition begin,
      RequestFeeds feeds,
      BufferBudget budget,
      Runnable check) {
    this.requestId = requestId;
    this.position = begin;
    this.offered = begin;
    this.feeds = feeds;
    this.check = check;
    this.buffer = new EventBuffer(budget);
  }

  @Override
  public @Nullable LiveEvent next(Duration patience) throws InterruptedException {
    LiveEvent next = buffer.take(isJoined ? patience : Duration.ZERO);
    while (next == null && !isJoined) {
      try {
        catchUp();
      } catch (UnavailableException e) {
        return moved(buffer.take(patience.compareTo(PAUSE) < 0 ? patience : PAUSE));
      }
      next = buffer.take(isJoined ? patience : Duration.ZERO);
    }
    return moved(next);
  }

  private @Nullable LiveEvent moved(@Nullable LiveEvent next) {
    if (next != null) {
      position = RecordPage.moved(position, next);
    }
    return next;
  }

  /** Joins the feed, or reads another page. The buffer is empty. */
  private void catchUp() {
    if (page.isComplete()) {
      position = page.settled(position);
      offered = position;
      isJoined = feeds.isJoined(requestId, this, position);
      if (isJoined) {
        return;
      }
    }
    RecordPage read = feeds.read(requestId, position);
    buffer.addAll(read.events());
    read.end().ifPresent(status -> add(new LiveEvent.OfEnd(status)));
    if (read.status().isEmpty()) {
      buffer.close(CloseReason.FORBIDDEN);
    }
    page = read.withoutEvents();
  }

  /** Tells the viewer first that what it has does not count. */
  RequestStream restarted() {
    add(new LiveEvent.OfReset(0));
    return this;
  }

  /** Tells the viewer something that the feed does not. */
  void add(LiveEvent event) {
    buffer.add(event);
  }

  /** Puts an event into the buffer, unless the viewer has it. */
  void offer(LiveEvent event) {
    if (isNew(event)) {
      offered = RecordPage.moved(offered, event);
      buffer.add(event);
    }
  }

  private boolean isNew(LiveEvent event) {
    return switch (event) {
      case LiveEvent.OfTransition(PastTransition transition) -> transition.seq() > offered.seq();
      case LiveEvent.OfLog(LoggedRow row) -> row.logId() > offered.logId();
      case LiveEvent.OfEnd _, LiveEvent.OfReset _, LiveEvent.OfChange _, LiveEvent.OfClosing _ ->
          true;
    };
  }

  @Override
  public String id() {
    return position.toString();
  }

  @Override
  public void requireAllowed() {
    check.run();
  }

  @Override
  public void close(CloseReason reason) {
    buffer.close(reason);
  }

  @Override
  public void close() {
    feeds.leave(requestId, this);
    buffer.release();
  }
}
