package io.flowforge.live;

import static java.util.stream.Collectors.groupingBy;

import io.flowforge.live.EventTailStore.TailRow;
import io.flowforge.live.EventTailStore.TailState;
import io.flowforge.live.event.ChangedRequest;
import io.flowforge.live.event.CloseReason;
import io.flowforge.postgres.Database;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of all organizations that are watched on this server. The events of all requests are
 * read once, from where they were read to, whatever the number of viewers and of requests.
 *
 * <p>Two things come without an event, or too early: that a request waits for an approval which it
 * has reached, and that the document of a new request is written. Such requests are looked at again
 * until it has happened. That a request is adopted has no event, either, and only the server that
 * adopts it can tell. Thread-safe; one thread looks.
 */
final class OrganizationFeeds {

  /** How many requests may be looked at again and again. */
  private static final int MAX_WAITING = 10_000;

  private static final int MAX_KNOWN = 10_000;

  private final Database database;
  private final Function<List<String>, Set<String>> present;
  private final PipelineNames names;
  private final EventTailStore store = new EventTailStore();
  private final EventTail tail;
  private final ReadingTurns turns;
  private final Runnable onJoin;
  private final Map<Integer, Set<OrganizationStream>> viewers = new ConcurrentHashMap<>();
  private final Set<OrganizationStream> newViewers = ConcurrentHashMap.newKeySet();

  /** Requests that this server has changed, because not every change has an event. */
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  /** Requests that are to be looked at, by their ids. For use by the thread that looks. */
  private final Map<String, Unsettled> waiting = new LinkedHashMap<>();

  /** The number after which a stream can be resumed. For use by the thread that looks. */
  private long floor;

  /** The latest transitions that were told. For use by the thread that looks. */
  private final Map<String, Long> told = new LatestKnown();

  /**
   * Why a request is looked at again.
   *
   * @param eventId the number of the event before which a stream must be resumed to see it
   * @param approval the approval that it has reached; null for another event
   */
  private record Unsettled(long eventId, @Nullable String approval) {}

  private static final class LatestKnown extends LinkedHashMap<String, Long> {

    private static final long serialVersionUID = 1L;

    LatestKnown() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > MAX_KNOWN;
    }
  }

  /**
   * Creates it.
   *
   * @param present returns those of the requests that have a document
   * @param onJoin runs when somebody has begun to watch
   */
  OrganizationFeeds(
      Database database,
      Function<List<String>, Set<String>> present,
      PipelineNames names,
      ReadingTurns turns,
      Runnable onJoin) {
    this.database = database;
    this.present = present;
    this.names = names;
    this.turns = turns;
    this.tail = new EventTail(database);
    this.onJoin = onJoin;
  }

  /** Returns whether there is anything to do: to look, or to forget where it looked. */
  boolean isWatched() {
    return !viewers.isEmpty() || tail.hasBegun();
  }

  /**
   * Takes note of a state that this server has written.
   *
   * @return whether somebody watches the organization
   */
  boolean isWatched(ExecutionState state) {
    boolean isWatched = viewers.containsKey(state.orgId());
    if (isWatched && noted.size() < MAX_WAITING) {
      noted.add(state.requestId());
    }
    return isWatched;
  }

  void join(OrganizationStream viewer) {
    newViewers.add(viewer);
    viewers.compute(
        viewer.orgId(),
        (_, found) -> {
          Set<OrganizationStream> all = found == null ? ConcurrentHashMap.newKeySet() : found;
          all.add(viewer);
          return all;
        });
    onJoin.run();
  }

  void leave(OrganizationStream viewer) {
    newViewers.remove(viewer);
    viewers.computeIfPresent(
        viewer.orgId(),
        (_, all) -> {
          all.remove(viewer);
          return all.isEmpty() ? null : all;
        });
  }

  /**
   * Tells all viewers what has changed.
   *
   * @return false, because a look reads everything
   */
  boolean look() {
    if (viewers.isEmpty()) {
      tail.forget();
      waiting.clear();
      noted.clear();
      return false;
    }
    List<OrganizationStream> joining = List.copyOf(newViewers);
    Optional<List<TailRow>> rows = tail.read();
    if (rows.isEmpty() || waiting.size() > MAX_WAITING) {
      waiting.clear();
      floor = tail.newest();
      everybody(viewer -> viewer.reset(floor));
      return false;
    }
    rows.get().forEach(row -> waiting.put(row.requestId(), waitingAfter(row)));
    List<String> ofThisServer = List.copyOf(noted);
    ofThisServer.forEach(id -> waiting.putIfAbsent(id, new Unsettled(Long.MAX_VALUE, null)));
    noted.removeAll(ofThisServer);
    long before = floor;
    List<ChangedRequest> changed = waiting.isEmpty() ? List.of() : changed();
    floor = floorNow();
    changed.stream()
        .collect(groupingBy(ChangedRequest::orgId))
        .forEach(
            (orgId, ofOrganization) ->
                viewers
                    .getOrDefault(orgId, Set.of())
                    .forEach(viewer -> viewer.offer(ofOrganization, before, floor)));
    // From here on they get everything: what was committed before, they read by themselves.
    joining.forEach(viewer -> viewer.begin(floor));
    newViewers.removeAll(joining);
    return false;
  }

  /** An event may be newer than the row, but a stream that is resumed must see all of them. */
  private Unsettled waitingAfter(TailRow row) {
    Unsettled before = waiting.get(row.requestId());
    return new Unsettled(
        before == null ? row.eventId() : Math.min(before.eventId(), row.eventId()),
        row.approval() == null && before != null ? before.approval() : row.approval());
  }

  private List<TailState> statesOf(Collection<String> ids) {
    return database.inTransaction(tx -> tx.last(() -> store.states(tx, ids)));
  }

  /** Returns what has changed in watched organizations, and keeps what is to be looked at again. */
  private List<ChangedRequest> changed() {
    List<TailState> states = statesOf(waiting.keySet());
    Set<String> present =
        presentOf(states.stream().filter(state -> viewers.containsKey(state.orgId())).toList());
    List<ChangedRequest> changed = new ArrayList<>();
    Map<String, Unsettled> still = new LinkedHashMap<>();
    for (TailState state : states) {
      String id = state.requestId();
      Unsettled why = Objects.requireNonNull(waiting.get(id));
      boolean isThere = !state.isUnconfirmed() || present.contains(id);
      if (!isThere || isReaching(state, why)) {
        still.put(id, why);
      }
      if (isThere
          && viewers.containsKey(state.orgId())
          && state.seq() > told.getOrDefault(id, 0L)) {
        changed.add(changed(state));
      }
    }
    // Only now, when nothing can fail any more.
    changed.forEach(one -> told.put(one.requestId(), one.seq()));
    waiting.clear();
    waiting.putAll(still);
    return changed;
  }

  private static boolean isReaching(TailState state, Unsettled why) {
    return state.status() == RequestStatus.RUNNING && state.currentStep().equals(why.approval());
  }

  private Set<String> presentOf(List<TailState> states) {
    List<String> unconfirmed =
        states.stream().filter(TailState::isUnconfirmed).map(TailState::requestId).toList();
    return unconfirmed.isEmpty() ? Set.of() : present.apply(unconfirmed);
  }

  private ChangedRequest changed(TailState state) {
    String name = state.pipelineName();
    return new ChangedRequest(
        state.requestId(),
        state.orgId(),
        state.seq(),
        state.status(),
        name == null ? names.nameOf(state.pipelineId()) : name,
        state.userId(),
        state.run(),
        state.at());
  }

  /**
   * Returns what has changed in an organization after a cursor.
   *
   * @return empty if that is too much, or not known
   */
  Optional<List<ChangedRequest>> since(int orgId, long cursor) {
    return turns.take(() -> read(orgId, cursor));
  }

  private Optional<List<ChangedRequest>> read(int orgId, long cursor) {
    record Tail(long newest, List<TailRow> rows) {}
    Tail found =
        database.inTransaction(
            tx ->
                new Tail(store.newest(tx), store.after(tx, cursor, List.of(), EventTail.MAX_ROWS)));
    if (found.newest() < cursor || found.rows().size() >= EventTail.MAX_ROWS) {
      return Optional.empty();
    }
    Set<String> ids = new LinkedHashSet<>();
    found.rows().forEach(row -> ids.add(row.requestId()));
    List<TailState> states =
        ids.isEmpty()
            ? List.of()
            : statesOf(ids).stream().filter(state -> state.orgId() == orgId).toList();
    Set<String> present = presentOf(states);
    return Optional.of(
        states.stream()
            .filter(state -> !state.isUnconfirmed() || present.contains(state.requestId()))
            .map(this::changed)
            .sorted(Comparator.comparing(ChangedRequest::at))
            .toList());
  }

  /** Returns a number after which a stream that is resumed sees everything that was not told. */
  private long floorNow() {
    return waiting.values().stream()
        .mapToLong(why -> why.eventId() - 1)
        .reduce(tail.floor(), Math::min);
  }

  private void everybody(Consumer<OrganizationStream> action) {
    viewers.values().forEach(all -> all.forEach(action));
  }

  /** Ends all streams. */
  void close(CloseReason reason) {
    everybody(viewer -> viewer.close(reason));
  }
}
