package io.flowforge.request.adoption;

import static java.util.stream.Collectors.toMap;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Author;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestAccess;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.ServiceRequestStore.Older;
import io.flowforge.request.ServiceRequestStore.OlderBatch;
import io.flowforge.request.StatusProjector;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.Transition;
import io.flowforge.trace.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The adoption of requests that an older system has written: each gets the execution state that
 * {@link AdoptionRule} finds for its document and its events. A request is adopted once it has a
 * row in {@code request_run}, which is written in one transaction with all that follows from it, so
 * that a crash anywhere leaves nothing half done and the next sweep goes on. Several servers may
 * sweep at once.
 */
public final class RequestAdoption implements RequestAccess.Adopter {

  private static final Logger LOG = System.getLogger(RequestAdoption.class.getName());

  /** Requests per transaction: it takes a fraction of a second. */
  private static final int BATCH = 200;

  /** With the interval of the sweeps: a request that appears is adopted within ten seconds. */
  private static final Duration IDLE = Duration.ofSeconds(8);

  /** The id before all others. */
  static final String BEGINNING = "0".repeat(24);

  private final Database database;
  private final AdoptionRecords records;
  private final RequestStateMachine stateMachine;
  private final StatusProjector projector;
  private final InstantSource clock;
  private final OlderHistories histories;
  private final AdoptionProgress progress;

  /** How many documents the previous pass could not adopt. */
  private volatile int passedBefore;

  /** When the previous pass ended if it adopted nothing. */
  private volatile OptionalLong sinceIdle = OptionalLong.empty();

  /** The records that adoption reads and writes. */
  public record AdoptionRecords(
      ServiceRequestStore requests,
      PipelineStore pipelines,
      OrganizationStore organizations,
      ExecutionStateStore states,
      StepEventStore events,
      StepLogStore logs) {}

  /**
   * How this process adopts.
   *
   * @param resumes whether requests that were Running go on
   * @param clock in microseconds, the precision of PostgreSQL
   */
  public record Manner(boolean resumes, InstantSource clock, MeterRegistry meters) {}

  public RequestAdoption(
      Database database,
      AdoptionRecords records,
      RequestStateMachine stateMachine,
      StatusProjector projector,
      Manner manner) {
    this.database = database;
    this.records = records;
    this.stateMachine = stateMachine;
    this.projector = projector;
    this.clock = manner.clock();
    this.histories =
        new OlderHistories(
            records.pipelines(),
            records.organizations(),
            records.events(),
            new AdoptionRule(manner.resumes()));
    this.progress = new AdoptionProgress(manner.meters());
  }

  /**
   * Adopts all requests that have no execution state, in batches.
   *
   * @return how many were adopted
   * @throws UnavailableException when a store is unavailable; a later sweep adopts the rest
   */
  public int sweep() {
    int adopted = 0;
    int passed = 0;
    boolean hasBegun = false;
    Optional<String> at = Optional.of(BEGINNING);
    while (at.isPresent()) {
      OlderBatch batch = records.requests().older(at.get(), BATCH);
      List<Older> left = notAdopted(batch.requests());
      passed += batch.requests().size() - left.size() + batch.unreadable();
      if (!hasBegun && !left.isEmpty()) {
        hasBegun = true;
        progress.begin(records.requests().countOlder() - Math.max(passed, passedBefore));
      }
      int before = adopted;
      adopted += adoptAll(left);
      progress.handled(left.size(), before, adopted);
      at = batch.next();
    }
    passedBefore = passed;
    progress.end(adopted);
    return adopted;
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

  /** Adopts the request, unless it has an execution state. */
  @Override
  public void adopt(String requestId) {
    var _ = adoptAll(notAdopted(records.requests().olderOne(requestId).stream().toList()));
  }

  private int adoptAll(List<Older> requests) {
    if (requests.isEmpty()) {
      return 0;
    }
    try {
      return adopt(requests, histories.pipelinesOf(requests));
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // One request that cannot be adopted must not prevent the adoption of others.
      return requests.stream().mapToInt(this::adoptAlone).sum();
    }
  }

  private int adoptAlone(Older request) {
    try {
      List<Older> alone = List.of(request);
      return adopt(alone, histories.pipelinesOf(alone));
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("adoption_failed").with("request", request.id()).toString(),
          e);
      return 0;
    }
  }

  /**
   * Returns the requests without a state. Writes to MongoDB what a process had committed of the
   * others when it was killed.
   */
  private List<Older> notAdopted(List<Older> requests) {
    if (requests.isEmpty()) {
      return requests;
    }
    List<String> ids = requests.stream().map(Older::id).toList();
    List<ExecutionState> unprojected =
        database.inTransaction(tx -> records.states().unprojectedAmong(tx, ids));
    if (!unprojected.isEmpty()) {
      projector.projectAll(unprojected);
    }
    Set<String> known = database.inTransaction(tx -> records.states().known(tx, ids));
    return requests.stream().filter(request -> !known.contains(request.id())).toList();
  }

  /**
   * The outcome of a transaction.
   *
   * @param toProject what MongoDB does not have yet
   */
  private record Adopted(int count, List<ExecutionState> toProject) {}

  private int adopt(List<Older> requests, Map<String, Optional<Pipeline>> pipelines) {
    Adopted adopted = database.inTransaction(tx -> adopt(tx, requests, pipelines));
    projector.projectAll(adopted.toProject());
    return adopted.count();
  }

  private Adopted adopt(Tx tx, List<Older> requests, Map<String, Optional<Pipeline>> pipelines) {
    List<String> ids = requests.stream().map(Older::id).toList();
    List<ExecutionState> toProject = new ArrayList<>();
    Set<String> known = records.states().known(tx, ids);
    List<Older> left = requests.stream().filter(request -> !known.contains(request.id())).toList();
    records.organizations().keep(tx, left.stream().map(Older::orgId).distinct().sorted().toList());
    Map<Older, Adoption> written =
        histories.adoptions(tx, left, pipelines).entrySet().stream()
            .filter(entry -> write(tx, entry.getKey(), entry.getValue(), toProject))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    tx.afterCommit(() -> written.values().forEach(adoption -> progress.count(adoption.kind())));
    return new Adopted(written.size(), toProject);
  }

  /** Writes one request; returns false if another server has adopted it meanwhile. */
  private boolean write(Tx tx, Older request, Adoption adoption, List<ExecutionState> toProject) {
    Instant now = clock.instant();
    boolean isChanged =
        switch (adoption.kind()) {
          case NOT_STARTED, WAITING, ENDED -> false;
          case FAILED, RESUMED, CANCELLED, UNKNOWN -> true;
        };
    var first =
        ExecutionState.first(
            request.id(),
            request.orgId(),
            adoption.status(),
            adoption.stepName(),
            isChanged ? now : request.lastUpdated());
    ExecutionState state = adoption.kind() == AdoptionKind.RESUMED ? first : first.withoutWork();
    if (!stateMachine.adopt(tx, state, request.origin(), adoption.changes())) {
      return false;
    }
    if (adoption.kind() == AdoptionKind.CANCELLED) {
      var type = adoption.step().map(RecordedStep::type).orElse("");
      // Never refused: nobody else knows of the row yet, and an open request can be cancelled.
      var _ =
          stateMachine
              .projectingTo(toProject::add)
              .record(
                  tx,
                  state,
                  Transition.cancel(state, type),
                  new Author(adoption.cancelledBy(), ""));
      return true;
    }
    if (adoption.step().isPresent() && !adoption.line().isEmpty()) {
      var level =
          adoption.status() == RequestStatus.FAILED ? LogLine.Level.ERROR : LogLine.Level.INFO;
      records
          .logs()
          .append(
              tx,
              request.id(),
              adoption.stepName(),
              List.of(new LogLine(level, now, adoption.line())));
    }
    if (adoption.kind() == AdoptionKind.UNKNOWN) {
      // Its document is never written, so there is nothing that MongoDB lacks.
      records.states().markProjected(tx, request.id(), state.statusSeq());
      logUnknown(request);
    } else {
      toProject.add(state);
    }
    return true;
  }

  private static void logUnknown(Older request) {
    LOG.log(
        Level.WARNING,
        LogEvent.of("status_unknown")
            .with("request", request.id())
            .with("status", request.status()));
  }

  /**
   * Tells what adoption would make of the requests that are left, and writes nothing. Needs no more
   * than the tables of the older system.
   */
  public AdoptionReport preview() {
    var report = new AdoptionReport();
    Optional<String> at = Optional.of(BEGINNING);
    while (at.isPresent()) {
      OlderBatch batch = records.requests().older(at.get(), BATCH);
      List<Older> left = database.inTransaction(tx -> withoutState(tx, batch));
      Map<String, Optional<Pipeline>> pipelines = histories.pipelinesOf(left);
      database.useTransaction(tx -> histories.adoptions(tx, left, pipelines).forEach(report::add));
      at = batch.next();
    }
    return report;
  }

  private List<Older> withoutState(Tx tx, OlderBatch batch) {
    List<Older> all = batch.requests();
    if (!records.states().isThere(tx)) {
      return all;
    }
    Set<String> known = records.states().known(tx, all.stream().map(Older::id).toList());
    return all.stream().filter(request -> !known.contains(request.id())).toList();
  }
}
