package io.flowforge.request.adoption;

import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.ServiceRequestStore.StatusReplacement;
import io.flowforge.request.StatusProjector;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.OlderEvent;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The adoption of requests in one transaction, after which their documents get their statuses.
 * Thread-safe.
 */
final class BatchAdoption {

  /** The number of the transition by which a request is adopted first. */
  private static final long FIRST = 1;

  private final Database database;
  private final AdoptedStateStore adoptions;
  private final StepEventStore events;
  private final OrganizationStore organizations;
  private final StatusProjector projector;
  private final OlderHistories histories;
  private final AdoptionWriter writer;
  private final AdoptionProgress progress;

  BatchAdoption(
      Database database,
      RequestAdoption.AdoptionRecords records,
      StatusProjector projector,
      OlderHistories histories,
      AdoptionWriter writer,
      AdoptionProgress progress) {
    this.database = database;
    this.adoptions = new AdoptedStateStore(records.states());
    this.events = records.events();
    this.organizations = records.organizations();
    this.projector = projector;
    this.histories = histories;
    this.writer = writer;
    this.progress = progress;
  }

  /** Adopts those that have no state, and returns how many these were. */
  int adopt(List<DocumentHead> requests) {
    Map<String, Optional<Pipeline>> pipelines = histories.pipelinesOf(requests);
    return database.inTransaction(tx -> adopt(tx, requests, pipelines));
  }

  /** Adopts a request that another program has written to; returns 0 if none has any more. */
  int adoptAgain(DocumentHead request) {
    Map<String, Optional<Pipeline>> pipelines = histories.pipelinesOf(List.of(request));
    return database.inTransaction(tx -> adoptOne(tx, request, pipelines));
  }

  /** Adopts a request for the first time or again, if necessary. */
  int adoptOne(Tx tx, DocumentHead request, Map<String, Optional<Pipeline>> pipelines) {
    Optional<ObservedState> before = adoptions.lock(tx, request.id());
    return before.isEmpty()
        ? adopt(tx, List.of(request), pipelines)
        : again(tx, request, before.get(), pipelines);
  }

  private int adopt(Tx tx, List<DocumentHead> requests, Map<String, Optional<Pipeline>> pipelines) {
    Set<String> known =
        adoptions.findAll(tx, requests.stream().map(DocumentHead::id).toList()).keySet();
    List<DocumentHead> left =
        requests.stream()
            .filter(request -> !known.contains(request.id()) && request.status().isOlder())
            .toList();
    organizations.keep(tx, left.stream().map(DocumentHead::orgId).distinct().sorted().toList());
    List<OlderEvent> recorded =
        events.lookAtOlder(tx, left.stream().map(DocumentHead::id).toList(), FIRST);
    List<StatusReplacement> projections = new ArrayList<>();
    List<AdoptionKind> written = new ArrayList<>();
    histories
        .adoptions(tx, left, pipelines, recorded)
        .forEach(
            (request, adoption) -> {
              if (writer.write(tx, request, adoption, Optional.empty(), projections::add)) {
                written.add(adoption.kind());
              }
            });
    tx.afterCommit(() -> written.forEach(progress::count));
    tx.afterCommit(() -> projector.replaceAll(projections));
    return written.size();
  }

  private int again(
      Tx tx,
      DocumentHead request,
      ObservedState before,
      Map<String, Optional<Pipeline>> pipelines) {
    boolean isWritten = request.status().isWrittenElsewhere(before);
    boolean isRunning = before.state().status() == RequestStatus.RUNNING;
    if (isRunning || !(isWritten || before.hasEventsOfOthers())) {
      return 0;
    }
    organizations.keep(tx, List.of(request.orgId()));
    var _ = events.lookAtOlder(tx, List.of(request.id()), before.state().seq() + 1);
    Adoption adoption =
        histories.again(
            tx,
            request,
            pipelines.getOrDefault(request.origin().pipelineId(), Optional.empty()),
            isWritten ? request.status().stored() : before.state().status().label(),
            events.all(tx, request.id()));
    List<StatusReplacement> projections = new ArrayList<>();
    if (!writer.write(tx, request, adoption, Optional.of(before.state()), projections::add)) {
      return 0;
    }
    tx.afterCommit(() -> progress.count(adoption.kind()));
    tx.afterCommit(() -> projector.replaceAll(projections));
    return 1;
  }
}
