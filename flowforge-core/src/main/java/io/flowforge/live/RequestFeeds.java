package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import io.flowforge.live.event.CloseReason;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of all requests that are watched on this server. However many viewers there are, one
 * statement asks how far their requests have come, and each that has gone on is read once.
 * Thread-safe.
 */
final class RequestFeeds {

  private static final Logger LOG = System.getLogger(RequestFeeds.class.getName());

  /** The pages of one request that are read in a row, while others wait. */
  private static final int PAGES_AT_A_TIME = 10;

  private final RecordReader reader;
  private final Runnable onJoin;
  private final Map<String, RequestFeed> feeds = new ConcurrentHashMap<>();

  private final ReadingTurns turns;

  /**
   * Creates it.
   *
   * @param onJoin runs when somebody has begun to watch
   */
  RequestFeeds(RecordReader reader, ReadingTurns turns, Runnable onJoin) {
    this.reader = reader;
    this.onJoin = onJoin;
    this.turns = turns;
  }

  boolean isEmpty() {
    return feeds.isEmpty();
  }

  boolean isWatched(String requestId) {
    return feeds.containsKey(requestId);
  }

  /** Returns what has happened after a position, for a viewer that has not joined yet. */
  RecordPage read(String requestId, StreamPosition position) {
    return turns.take(() -> reader.after(requestId, position));
  }

  /** Adds a viewer to the feed of a request, unless the feed is ahead of the viewer. */
  boolean isJoined(String requestId, RequestStream viewer, StreamPosition viewed) {
    boolean[] isJoined = {false};
    feeds.compute(
        requestId,
        (_, found) -> {
          RequestFeed feed = found == null ? new RequestFeed() : found;
          isJoined[0] = feed.isJoined(viewer, viewed);
          return feed;
        });
    onJoin.run();
    return isJoined[0];
  }

  void leave(String requestId, RequestStream viewer) {
    feeds.computeIfPresent(requestId, (_, feed) -> feed.isEmptyWithout(viewer) ? null : feed);
  }

  /**
   * Gives all viewers what has happened.
   *
   * @return whether there is more to read at once
   */
  boolean look() {
    if (feeds.isEmpty()) {
      return false;
    }
    List<String> ids = new ArrayList<>(feeds.keySet());
    Map<String, StreamPosition> newest = reader.newestOf(ids);
    boolean hasMore = false;
    for (String id : ids) {
      RequestFeed feed = feeds.get(id);
      if (feed != null) {
        hasMore |= hasMoreOrFails(id, feed, newest.get(id));
      }
    }
    return hasMore;
  }

  /** A request that cannot be read must not stop the streams of others. */
  private boolean hasMoreOrFails(String id, RequestFeed feed, @Nullable StreamPosition newest) {
    try {
      return hasMore(id, feed, newest);
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, LogEvent.of("live_look_failed").with("request", id).toString(), e);
      feed.close(CloseReason.FAILED);
      return false;
    }
  }

  private boolean hasMore(String id, RequestFeed feed, @Nullable StreamPosition newest) {
    if (newest == null) {
      feed.close(CloseReason.FORBIDDEN);
      return false;
    }
    if (feed.position().hasReached(newest)) {
      return false;
    }
    for (int i = 0; i < PAGES_AT_A_TIME; i++) {
      StreamPosition from = feed.position();
      RecordPage page = reader.after(id, from);
      feed.advance(from, page);
      if (page.isComplete()) {
        return false;
      }
    }
    return true;
  }

  /** Ends all streams. */
  void close(CloseReason reason) {
    feeds.values().forEach(feed -> feed.close(reason));
  }
}
