package io.flowforge.request.adoption;

import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestAccess;
import io.flowforge.request.StatusProjector;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepEventStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The adoption of requests that another program has written: each gets the execution state that
 * {@link AdoptionRule} finds for its document and its events. A request is adopted once it has a
 * row in {@code request_run}, which is written in one transaction with all that follows from it, so
 * that a crash anywhere leaves nothing half done and the next sweep goes on. A request that another
 * program has written to after that is adopted again. Thread-safe.
 */
public final class RequestAdoption implements RequestAccess.Adopter {

  /** With the interval of the sweeps: a request that appears is adopted within ten seconds. */
  private static final Duration IDLE = Duration.ofSeconds(8);

  private final OlderRequestStore older;
  private final BatchAdoption batches;
  private final AdoptionSweep sweep;
  private final AdoptionPreview preview;

  /** When the previous pass ended if it adopted nothing. */
  private volatile OptionalLong sinceIdle = OptionalLong.empty();

  /** The records that adoption reads and writes. */
  public record AdoptionRecords(
      OlderRequestStore requests,
      PipelineStore pipelines,
      OrganizationStore organizations,
      ExecutionStateStore states,
      StepEventStore events,
      StepLogStore logs) {}

  /**
   * What this process adopts with.
   *
   * @param clock in microseconds, the precision of PostgreSQL
   */
  public record Means(AdoptionSettings settings, InstantSource clock, MeterRegistry meters) {}

  public RequestAdoption(
      Database database,
      AdoptionRecords records,
      RequestStateMachine stateMachine,
      StatusProjector projector,
      Means means) {
    var histories =
        new OlderHistories(
            records.pipelines(),
            records.organizations(),
            new AdoptionRule(means.settings().resumes()));
    var progress = new AdoptionProgress(means.meters(), means.settings().loggedEvery());
    var writer = new AdoptionWriter(stateMachine, records.logs(), means.clock());
    this.older = records.requests();
    this.batches = new BatchAdoption(database, records, projector, histories, writer, progress);
    this.sweep =
        new AdoptionSweep(
            database,
            older,
            records.states(),
            projector,
            batches,
            new AdoptionSweep.Progress(progress, means.settings().batch()));
    this.preview =
        new AdoptionPreview(database, older, new AdoptedStateStore(records.states()), histories);
  }

  /**
   * Adopts all requests that have no execution state, and those that another program has written
   * to, in batches.
   *
   * @return how many were adopted
   * @throws io.flowforge.error.UnavailableException when a store is unavailable; a later sweep
   *     adopts the rest
   */
  public int sweep() {
    return sweep.run();
  }

  /**
   * Sweeps, unless the previous pass has just found nothing to adopt: documents that cannot be
   * adopted are not read again all the time.
   */
  public void sweepIfDue() {
    if (sinceIdle.isEmpty() || System.nanoTime() - sinceIdle.getAsLong() >= IDLE.toNanos()) {
      sinceIdle = sweep() == 0 ? OptionalLong.of(System.nanoTime()) : OptionalLong.empty();
    }
  }

  @Override
  public void adopt(Tx tx, DocumentHead head, Optional<Pipeline> pipeline) {
    var _ = batches.adoptOne(tx, head, Map.of(head.origin().pipelineId(), pipeline));
  }

  /** Counts the documents whose status no server that knows {@code request_run} has written. */
  public long countOlder() {
    return older.countOlder();
  }

  /** Counts the requests that are left, by status, without looking at their events. */
  public AdoptionReport left() {
    return preview.left();
  }

  /** Tells what adoption would make of the requests that are left, and writes nothing. */
  public AdoptionReport preview() {
    return preview.report();
  }
}
