package io.flowforge.live;

import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.request.state.RequestStatus;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What the viewers of one request on this server get, and how far it has come. Thread-safe. */
final class RequestFeed {

  private final Set<RequestStream> viewers = new LinkedHashSet<>();
  private StreamPosition position = StreamPosition.BEGIN;

  /**
   * Adds a viewer who has everything up to a position.
   *
   * @return false if the feed is ahead of that: the viewer must read what is between
   */
  synchronized boolean isJoined(RequestStream viewer, StreamPosition viewed) {
    if (viewers.isEmpty()) {
      position = viewed;
    } else if (!viewed.hasReached(position)) {
      return false;
    }
    viewers.add(viewer);
    return true;
  }

  /** Removes a viewer, and returns whether none is left. */
  synchronized boolean isEmptyWithout(RequestStream viewer) {
    viewers.remove(viewer);
    return viewers.isEmpty();
  }

  synchronized StreamPosition position() {
    return position;
  }

  /**
   * Gives the viewers what was read after a position, unless that has changed since: then somebody
   * must read again.
   */
  synchronized void advance(StreamPosition from, RecordPage page) {
    if (!position.equals(from)) {
      return;
    }
    position = page.endAfter(from);
    Optional<RequestStatus> end = page.end();
    for (RequestStream viewer : viewers) {
      page.events().forEach(viewer::offer);
      end.ifPresent(status -> viewer.offer(new LiveEvent.OfEnd(status)));
    }
  }

  /** Ends the streams of all viewers. */
  synchronized void close(CloseReason reason) {
    viewers.forEach(viewer -> viewer.close(reason));
  }
}
