package io.flowforge.request.state;

import io.flowforge.identity.Author;
import io.flowforge.mongo.BsonValues;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.NoWorkQueue;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The state machine on a real database, without a queue and without MongoDB. */
final class StateMachineUnderTest implements ModelRun.Machine {

  private final Database database;
  private final ExecutionStateStore states = new ExecutionStateStore();
  private final RequestStateMachine stateMachine;
  private final String id;
  private final int orgId;
  private final Consumer<Transition> accepted;

  StateMachineUnderTest(
      Database database, List<Step> steps, ExecutionState first, Consumer<Transition> accepted) {
    this.database = database;
    this.id = first.requestId();
    this.accepted = accepted;
    Instant begin = first.updatedAt();
    this.stateMachine =
        new RequestStateMachine(
            states,
            new StepEventStore(),
            new NoWorkQueue(),
            _ -> true,
            () -> begin,
            new CompositeMeterRegistry());
    this.orgId = database.inTransaction(StateMachineUnderTest::organization);
    var pipeline =
        new Pipeline(
            BsonValues.newId(),
            "u",
            orgId,
            "p",
            "",
            1,
            null,
            "s1",
            steps,
            begin,
            new Form(List.of()));
    database.useTransaction(tx -> stateMachine.open(tx, id, pipeline, "u", begin));
  }

  @Override
  public Optional<ExecutionState> claim(long dispatch) {
    return database.inTransaction(tx -> states.claim(tx, id, dispatch));
  }

  @Override
  public Optional<ExecutionState> record(ExecutionState from, Transition transition) {
    Optional<ExecutionState> moved =
        database.inTransaction(tx -> stateMachine.record(tx, from, transition, Author.SYSTEM));
    moved.ifPresent(_ -> accepted.accept(transition));
    return moved;
  }

  @Override
  public ExecutionState current() {
    return database.inTransaction(tx -> states.find(tx, id)).orElseThrow();
  }

  @Override
  public void close() {
    database.useTransaction(
        tx -> tx.update("UPDATE organization SET deleted = TRUE WHERE org_id = ?", orgId));
  }

  private static int organization(Tx tx) {
    tx.update(
        """
        INSERT INTO "user" VALUES ('u', 'U', 'u@example.com', 'auth0', now(), FALSE)
        ON CONFLICT DO NOTHING
        """);
    return tx.list(
            """
            INSERT INTO organization (name, owner, created_on) VALUES ('o', 'u', now())
            RETURNING org_id
            """,
            row -> row.integer("org_id"))
        .getFirst();
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
