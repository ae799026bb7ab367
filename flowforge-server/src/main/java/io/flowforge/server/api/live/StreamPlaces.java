package io.flowforge.server.api.live;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.http.RefusedException;
import io.flowforge.server.stream.StreamLimits;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The places of the streams of a server. Streams have places of their own, because they last: they
 * must neither take those of calls nor wait for them. Thread-safe.
 */
final class StreamPlaces {

  private static final String SECONDS_UNTIL_RETRY = "5";

  private final StreamLimits limits;
  private final Map<String, Integer> ofCaller = new HashMap<>();
  private final Set<Place> taken = new HashSet<>();
  private boolean isStopping;

  StreamPlaces(StreamLimits limits) {
    this.limits = limits;
  }

  /** A place, which is held until it is closed. Any thread may use it. */
  final class Place implements AutoCloseable {

    private final String caller;
    private Runnable onStop = () -> {};

    private Place(String caller) {
      this.caller = caller;
    }

    /** Runs something when the server stops, or now if it does so already. */
    void onStop(Runnable action) {
      synchronized (StreamPlaces.this) {
        onStop = action;
        if (!isStopping) {
          return;
        }
      }
      action.run();
    }

    @Override
    public void close() {
      free(this);
    }
  }

  /**
   * Takes a place.
   *
   * @throws RefusedException if there is none
   */
  synchronized Place take(String caller) {
    if (isStopping) {
      throw refused(UnavailableException.STOPPING);
    }
    if (taken.size() >= limits.max()) {
      throw refused(
          "this server has %d streams open, which is its limit; poll instead, or retry in %s seconds"
              .formatted(limits.max(), SECONDS_UNTIL_RETRY));
    }
    int own = ofCaller.getOrDefault(caller, 0);
    if (own >= limits.maxOfCaller()) {
      throw refused(
          "you have %d streams open on this server, which is the limit; close one, or poll instead"
              .formatted(own));
    }
    ofCaller.put(caller, own + 1);
    var place = new Place(caller);
    taken.add(place);
    return place;
  }

  private synchronized void free(Place place) {
    if (taken.remove(place)) {
      ofCaller.computeIfPresent(place.caller, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Returns how many streams are open. */
  synchronized int count() {
    return taken.size();
  }

  /** Opens no more streams, and ends those that are open. */
  void stop() {
    List<Runnable> actions = new ArrayList<>();
    synchronized (this) {
      isStopping = true;
      taken.forEach(place -> actions.add(place.onStop));
    }
    actions.forEach(Runnable::run);
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Status.SERVICE_UNAVAILABLE_503, message)
        .with(HeaderNames.RETRY_AFTER, SECONDS_UNTIL_RETRY);
  }
}
