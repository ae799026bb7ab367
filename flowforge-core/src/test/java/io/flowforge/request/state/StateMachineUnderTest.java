package io.flowforge.request.state;

import io.flowforge.identity.UserStore;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.MembershipStore;
import io.flowforge.pipeline.Form;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.request.Requests;
import io.flowforge.request.ServiceRequestStore;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The ledger on a real database. */
final class StateMachineUnderTest implements ModelRun.Machine {

  private final Database database;
  private final Requests requests;
  private final String id;
  private final Consumer<Transition> accepted;

  StateMachineUnderTest(
      Database database,
      Documents documents,
      List<Step> steps,
      ExecutionState first,
      Consumer<Transition> accepted) {
    this.database = database;
    this.id = first.requestId();
    this.accepted = accepted;
    Instant begin = first.updatedAt();
    var pipelines = new PipelineStore(documents);
    this.requests =
        Requests.of(
            database,
            new AccessControl(new MembershipStore()),
            new UserStore(),
            pipelines,
            new ServiceRequestStore(documents),
            (_, _, _, _) -> {},
            _ -> {},
            () -> begin,
            new CompositeMeterRegistry());
    var pipeline =
        new Pipeline(
            BsonValues.newId(), "u", 1, "p", "", 1, null, "s1", steps, begin, new Form(List.of()));
    database.useTransaction(tx -> requests.ledger().open(tx, id, pipeline, "u", begin));
  }

  @Override
  public Optional<ExecutionState> claim(long dispatch) {
    return database.inTransaction(tx -> requests.runs().claim(tx, id, dispatch));
  }

  @Override
  public Optional<ExecutionState> record(ExecutionState from, Transition move) {
    Optional<ExecutionState> moved =
        database.inTransaction(tx -> requests.ledger().record(tx, from, move, ""));
    moved.ifPresent(_ -> accepted.accept(move));
    return moved;
  }

  @Override
  public ExecutionState current() {
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
