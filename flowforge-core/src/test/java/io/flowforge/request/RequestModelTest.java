package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.identity.UserStore;
import io.flowforge.mongo.Bson;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.MembershipStore;
import io.flowforge.pipeline.Form;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.TestStores;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The machine of transitions against {@link ReferenceModel}, step by step, over random
 * interleavings. {@code -Dmodel.seed} plays one again.
 */
class RequestModelTest {

  private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

  private final long seed = Long.getLong("model.seed", System.nanoTime());
  private final Map<RequestTransition, Integer> counts = new EnumMap<>(RequestTransition.class);

  @Test
  @Timeout(30)
  void theMachineDoesWhatTheModelDoes() {
    play(100_000, (steps, run) -> new InMemory(run));

    // Chance has led everywhere, and often.
    assertThat(counts.keySet()).containsExactlyInAnyOrder(RequestTransition.values());
    assertThat(counts.values()).allMatch(count -> count > 100);
  }

  /** The guards that count are those of the store: the same stories, on fewer of them. */
  @Test
  void soDoTheStores() {
    try (var stores = new TestStores();
        var database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
        var documents = Documents.open(stores.mongoUri())) {
      Migrations.run(database);

      play(3_000, (steps, run) -> new OnPostgres(database, documents, steps, run));
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder(RequestTransition.values());
  }

  private void play(int count, BiFunction<List<Step>, RequestRun, ModelRun.Machine> machines) {
    System.out.println("model.seed=" + seed);
    var random = new SplittableRandom(seed);
    int done = 0;
    while (done < count) {
      List<Step> steps = steps(random);
      var first =
          RequestRun.first(
              Bson.newId(), 1, RequestStatus.NOT_STARTED, steps.getFirst().stepName(), 0, BEGIN);
      var story = new ModelRun(random, steps, machines.apply(steps, first), BEGIN);
      // Some stories go on after their end, where everything is refused.
      int longest = 20 + random.nextInt(100);
      for (int i = 0; i < longest || (!story.isOver() && i < 1_000); i++) {
        done += story.step() ? 1 : 0;
      }
      story.compareHistory();
    }
  }

  private static List<Step> steps(SplittableRandom random) {
    int count = 1 + random.nextInt(4);
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String next = i == count ? "" : "s" + (i + 1);
      String previous = i == 1 ? "" : "s" + (i - 1);
      String type = random.nextInt(3) == 0 ? "WAIT_FOR_APPROVAL" : "API";
      steps.add(
          new Step(
              "s" + i, type, next, previous, JsonNodeFactory.instance.objectNode(), i == count));
    }
    return steps;
  }

  private void count(Move move) {
    counts.merge(move.transition(), 1, Integer::sum);
  }

  /** The pure part, guarded as the statements of {@link RequestRunStore} are. */
  private final class InMemory implements ModelRun.Machine {

    private final List<StepChange> events = new ArrayList<>();
    private RequestRun run;

    InMemory(RequestRun first) {
      this.run = first;
    }

    @Override
    public Optional<RequestRun> claim(long leg) {
      if (run.status() != RequestStatus.RUNNING || run.leg() != leg) {
        return Optional.empty();
      }
      run =
          new RequestRun(
              run.requestId(),
              run.orgId(),
              run.status(),
              run.currentStep(),
              run.attempt(),
              run.stepSince(),
              run.seq(),
              run.statusSeq(),
              run.leg(),
              run.claim() + 1,
              run.updatedAt());
      return Optional.of(run);
    }

    @Override
    public Optional<RequestRun> record(RequestRun from, Move move) {
      move.transition().requireAllowedFrom(from.status(), from.requestId());
      if (from.seq() != run.seq() || from.claim() != run.claim()) {
        return Optional.empty();
      }
      run = from.after(move, BEGIN);
      events.addAll(move.changes());
      count(move);
      return Optional.of(run);
    }

    @Override
    public RequestRun current() {
      return run;
    }

    @Override
    public List<String> eventsOf(String step) {
      List<String> labels = new ArrayList<>(List.of("Not Started"));
      events.stream()
          .filter(change -> change.stepName().equals(step))
          .forEach(change -> labels.add(change.status().label()));
      return labels;
    }
  }

  /** The ledger on a real database. */
  private final class OnPostgres implements ModelRun.Machine {

    private final Database database;
    private final Requests requests;
    private final String id;

    OnPostgres(Database database, Documents documents, List<Step> steps, RequestRun first) {
      this.database = database;
      this.id = first.requestId();
      var pipelines = new PipelineStore(documents);
      this.requests =
          Requests.of(
              database,
              new AccessControl(new MembershipStore()),
              new UserStore(),
              pipelines,
              new ServiceRequestStore(documents),
              new NoQueue(),
              () -> BEGIN,
              new CompositeMeterRegistry());
      var pipeline =
          new Pipeline(
              Bson.newId(), "u", 1, "p", "", 1, null, "s1", steps, BEGIN, new Form(List.of()));
      var request =
          new ServiceRequest(
              id,
              "u",
              1,
              pipeline.id(),
              "p",
              1,
              RequestStatus.NOT_STARTED,
              BEGIN,
              BEGIN,
              "",
              JsonNodeFactory.instance.objectNode());
      database.useTransaction(tx -> requests.ledger().open(tx, request, pipeline));
    }

    @Override
    public Optional<RequestRun> claim(long leg) {
      return database.inTransaction(tx -> requests.runs().claim(tx, id, leg));
    }

    @Override
    public Optional<RequestRun> record(RequestRun from, Move move) {
      Optional<RequestRun> moved =
          database.inTransaction(tx -> requests.ledger().record(tx, from, move, ""));
      moved.ifPresent(_ -> count(move));
      return moved;
    }

    @Override
    public RequestRun current() {
      return database.inTransaction(tx -> requests.runs().find(tx, id)).orElseThrow();
    }

    @Override
    public List<String> eventsOf(String step) {
      return database.inTransaction(
          tx ->
              tx.list(
                  """
                  SELECT event_type FROM service_request_event
                  WHERE service_request_id = ? AND step_name = ? ORDER BY seq, event_id
                  """,
                  row -> row.text("event_type"),
                  id,
                  step));
    }
  }

  /** The queue is part of the story. */
  private static final class NoQueue implements WorkQueue {

    @Override
    public void enqueue(Tx tx, String requestId, long leg, Duration delay) {}

    @Override
    public void interrupt(String requestId) {}
  }
}
