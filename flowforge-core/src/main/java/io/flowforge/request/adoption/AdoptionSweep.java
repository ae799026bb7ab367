package io.flowforge.request.adoption;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.request.StatusProjector;
import io.flowforge.request.adoption.OlderRequestStore.HeadBatch;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.ObservedState;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * A pass over all requests that other programs have written, in batches. Several servers may sweep
 * at once.
 */
final class AdoptionSweep {

  private static final Logger LOG = System.getLogger(AdoptionSweep.class.getName());

  private final Database database;
  private final OlderRequestStore older;
  private final ExecutionStateStore states;
  private final AdoptedStateStore adoptions;
  private final StatusProjector projector;
  private final AdoptionProgress progress;
  private final BatchAdoption batches;
  private final int batchSize;

  /** The requests whose failed adoption has been reported. */
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /** How many documents the previous pass could not adopt. */
  private volatile int passedBefore;

  /** Whether the statuses that earlier versions of this server wrote have got their copies. */
  private volatile boolean hasCopies;

  AdoptionSweep(
      Database database,
      OlderRequestStore older,
      ExecutionStateStore states,
      StatusProjector projector,
      BatchAdoption batches,
      Progress progress) {
    this.database = database;
    this.older = older;
    this.states = states;
    this.adoptions = new AdoptedStateStore(states);
    this.projector = projector;
    this.batches = batches;
    this.progress = progress.progress();
    this.batchSize = progress.batchSize();
  }

  /**
   * What is told of a pass, and how often.
   *
   * @param batchSize requests per transaction
   */
  record Progress(AdoptionProgress progress, int batchSize) {}

  /**
   * Adopts everything.
   *
   * @return how many requests were adopted
   * @throws UnavailableException when a store is unavailable; a later pass adopts the rest
   */
  int run() {
    int adopted = adoptOlder();
    if (!hasCopies) {
      adopted += adoptAgain(older::withoutCopy);
      hasCopies = true;
    }
    return adopted + adoptAgain(older::writtenElsewhere) + adoptByEvents();
  }

  private int adoptOlder() {
    int adopted = 0;
    int passed = 0;
    boolean hasBegun = false;
    Optional<String> at = Optional.of(OlderRequestStore.END);
    while (at.isPresent()) {
      HeadBatch batch = older.newestOlder(at.get(), batchSize);
      Map<String, ObservedState> known = known(batch.heads());
      List<DocumentHead> left =
          batch.heads().stream().filter(request -> !known.containsKey(request.id())).toList();
      passed += batch.heads().size() - left.size() + batch.unreadable().size();
      if (!hasBegun && !left.isEmpty()) {
        hasBegun = true;
        progress.begin(older.countOlder() - Math.max(passed, passedBefore));
      }
      int before = adopted;
      adopted += adoptAll(left);
      progress.handled(left.size(), before, adopted);
      adopted += againAll(writtenElsewhere(batch.heads(), known));
      at = batch.next();
    }
    passedBefore = passed;
    progress.end(adopted);
    return adopted;
  }

  /**
   * Returns the states of those that have one. Writes to MongoDB what a process had committed of
   * them when it was killed.
   */
  private Map<String, ObservedState> known(List<DocumentHead> requests) {
    if (requests.isEmpty()) {
      return Map.of();
    }
    List<String> ids = requests.stream().map(DocumentHead::id).toList();
    Map<String, ObservedState> known = database.inTransaction(tx -> adoptions.findAll(tx, ids));
    if (!known.isEmpty()) {
      List<String> withState = List.copyOf(known.keySet());
      List<ExecutionState> unprojected =
          database.inTransaction(tx -> states.unprojectedAmong(tx, withState));
      projector.projectAll(unprojected);
    }
    return known;
  }

  private static List<DocumentHead> writtenElsewhere(
      List<DocumentHead> requests, Map<String, ObservedState> known) {
    return requests.stream()
        .filter(
            request ->
                Optional.ofNullable(known.get(request.id()))
                    .filter(state -> request.status().isWrittenElsewhere(state))
                    .isPresent())
        .toList();
  }

  /** Returns some of the requests after that id. */
  private interface Heads {
    HeadBatch after(String id, int limit);
  }

  /**
   * Adopts again those to which another program has written a status. The others have a status that
   * an earlier version of this server wrote.
   */
  private int adoptAgain(Heads heads) {
    int adopted = 0;
    Optional<String> at = Optional.of(OlderRequestStore.BEGINNING);
    while (at.isPresent()) {
      HeadBatch batch = heads.after(at.get(), batchSize);
      Map<String, ObservedState> known = known(batch.heads());
      List<DocumentHead> written = writtenElsewhere(batch.heads(), known);
      adopted += againAll(written);
      older.addCopies(
          batch.heads().stream()
              .filter(request -> known.containsKey(request.id()))
              .filter(request -> !request.status().hasCopy() && !written.contains(request))
              .toList());
      at = batch.next();
    }
    return adopted;
  }

  /** Adopts again those of which another program has written events. */
  private int adoptByEvents() {
    int adopted = 0;
    Optional<String> at = Optional.of("");
    while (at.isPresent()) {
      String after = at.get();
      List<String> ids =
          database.inTransaction(tx -> adoptions.withEventsOfOthers(tx, after, batchSize));
      adopted += ids.isEmpty() ? 0 : againAll(older.heads(ids));
      at = ids.size() < batchSize ? Optional.empty() : Optional.of(ids.getLast());
    }
    return adopted;
  }

  private int againAll(List<DocumentHead> requests) {
    return requests.stream().mapToInt(request -> alone(request, batches::adoptAgain)).sum();
  }

  private int adoptAll(List<DocumentHead> requests) {
    if (requests.isEmpty()) {
      return 0;
    }
    try {
      return batches.adopt(requests);
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // One request that cannot be adopted must not prevent the adoption of others.
      return requests.stream()
          .mapToInt(request -> alone(request, one -> batches.adopt(List.of(one))))
          .sum();
    }
  }

  private int alone(DocumentHead request, ToIntFunction<DocumentHead> adoption) {
    try {
      return adoption.applyAsInt(request);
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (reported.add(request.id())) {
        LOG.log(
            Level.WARNING,
            LogEvent.of("adoption_failed").with("request", request.id()).toString(),
            e);
      }
      return 0;
    }
  }
}
