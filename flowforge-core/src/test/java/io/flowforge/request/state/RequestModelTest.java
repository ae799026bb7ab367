package io.flowforge.request.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.mongo.BsonValues;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The state machine against {@link ReferenceModel}, event by event, over random interleavings.
 * {@code -Dmodel.seed} repeats one of them.
 */
class RequestModelTest {

  private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

  private static final int MAX_ROUNDS = 10;

  private final long seed = Long.getLong("model.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Map<TransitionType, Integer> counts = new EnumMap<>(TransitionType.class);

  @Test
  @Timeout(30)
  void theMachineDoesWhatTheModelDoes() {
    play(100_000, (_, run) -> new InMemoryMachine(run, this::count));

    // Every transition was taken, and often.
    assertThat(counts.keySet()).containsExactlyInAnyOrder(TransitionType.values());
    assertThat(counts.values()).allMatch(count -> count > 100);
  }

  /**
   * The guards in production are those of the store, so fewer stories are told on a database, too.
   */
  @Test
  void soDoTheStores() {
    try (var stores = new TestStores();
        var database = Database.open(PostgresUri.parse(stores.postgresUri()), 4)) {
      Migrations.run(database);

      // Some transitions are so rare that chance sometimes leaves one out.
      for (int round = 0; round < MAX_ROUNDS && !wereAllTaken(); round++) {
        play(3_000, (steps, run) -> new StateMachineUnderTest(database, steps, run, this::count));
      }
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder(TransitionType.values());
  }

  private boolean wereAllTaken() {
    return counts.size() == TransitionType.values().length;
  }

  private void play(int count, BiFunction<List<Step>, ExecutionState, ModelRun.Machine> machines) {
    System.out.println("model.seed=" + seed);
    int done = 0;
    while (done < count) {
      List<Step> steps = steps(random);
      var first =
          ExecutionState.first(
              BsonValues.newId(), 1, RequestStatus.NOT_STARTED, steps.getFirst().stepName(), BEGIN);
      var story = new ModelRun(random, steps, machines.apply(steps, first), BEGIN);
      // Some stories go on after their end, where everything is rejected.
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

  private void count(Transition transition) {
    counts.merge(transition.type(), 1, Integer::sum);
  }
}
