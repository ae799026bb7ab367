package io.flowforge.request.adoption;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.adoption.OlderRequestStore.HeadBatch;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.OlderEventScan;
import io.flowforge.request.state.RequestStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What adoption would make of the requests that are left. Writes nothing, needs no more than the
 * tables of the older system, and reads each event once. Thread-safe.
 */
final class AdoptionPreview {

  private static final int BATCH = 200;

  /** Stands for what has not been found out. */
  private static final Adoption UNDECIDED =
      Adoption.asItIs(AdoptionKind.UNKNOWN, RequestStatus.FAILED, Optional.empty());

  private final Database database;
  private final OlderRequestStore older;
  private final AdoptedStateStore adoptions;
  private final OlderHistories histories;

  AdoptionPreview(
      Database database,
      OlderRequestStore older,
      AdoptedStateStore adoptions,
      OlderHistories histories) {
    this.database = database;
    this.older = older;
    this.adoptions = adoptions;
    this.histories = histories;
  }

  AdoptionReport report() {
    return database.inTransaction(
        tx -> {
          OlderEventScan events = OlderEventScan.begin(tx);
          return report(
              tx,
              (left, report) -> {
                Map<String, Optional<Pipeline>> pipelines = histories.pipelinesOf(left);
                histories
                    .adoptions(tx, left, pipelines, events.upTo(left.getLast().id()))
                    .forEach(report::add);
              });
        });
  }

  /** Counts only, by status. */
  AdoptionReport left() {
    return database.inTransaction(
        tx ->
            report(tx, (left, report) -> left.forEach(request -> report.add(request, UNDECIDED))));
  }

  private AdoptionReport report(Tx tx, BiConsumer<List<DocumentHead>, AdoptionReport> adding) {
    var report = new AdoptionReport();
    boolean hasStates = adoptions.isThere(tx);
    Optional<String> at = Optional.of(OlderRequestStore.BEGINNING);
    while (at.isPresent()) {
      HeadBatch batch = older.older(at.get(), BATCH);
      batch.unreadable().forEach(report::addUnreadable);
      List<DocumentHead> left = hasStates ? withoutState(tx, batch.heads()) : batch.heads();
      if (!left.isEmpty()) {
        adding.accept(left, report);
      }
      at = batch.next();
    }
    return report;
  }

  private List<DocumentHead> withoutState(Tx tx, List<DocumentHead> all) {
    if (all.isEmpty()) {
      return all;
    }
    Set<String> known = adoptions.findAll(tx, all.stream().map(DocumentHead::id).toList()).keySet();
    return all.stream().filter(request -> !known.contains(request.id())).toList();
  }
}
