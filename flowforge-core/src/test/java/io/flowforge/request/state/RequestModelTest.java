package io.flowforge.request.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
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
 * The machine of transitions against {@link ReferenceModel}, step by step, over random
 * interleavings. {@code -Dmodel.seed} plays one again.
 */
class RequestModelTest {

  private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

  private final long seed = Long.getLong("model.seed", System.nanoTime());
  private final Map<TransitionType, Integer> counts = new EnumMap<>(TransitionType.class);

  @Test
  @Timeout(30)
  void theMachineDoesWhatTheModelDoes() {
    play(100_000, (_, run) -> new InMemoryMachine(run, this::count));

    // Chance has led everywhere, and often.
    assertThat(counts.keySet()).containsExactlyInAnyOrder(TransitionType.values());
    assertThat(counts.values()).allMatch(count -> count > 100);
  }

  /** The guards that count are those of the store: the same stories, on fewer of them. */
  @Test
  void soDoTheStores() {
    try (var stores = new TestStores();
        var database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
        var documents = Documents.open(stores.mongoUri())) {
      Migrations.run(database);

      play(
          3_000,
          (steps, run) -> new StateMachineUnderTest(database, documents, steps, run, this::count));
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder(TransitionType.values());
  }

  private void play(int count, BiFunction<List<Step>, ExecutionState, ModelRun.Machine> machines) {
    System.out.println("model.seed=" + seed);
    var random = new SplittableRandom(seed);
    int done = 0;
    while (done < count) {
      List<Step> steps = steps(random);
      var first =
          ExecutionState.first(
              BsonValues.newId(), 1, RequestStatus.NOT_STARTED, steps.getFirst().stepName(), BEGIN);
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

  private void count(Transition move) {
    counts.merge(move.type(), 1, Integer::sum);
  }
}
