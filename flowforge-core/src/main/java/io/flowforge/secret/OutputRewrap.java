package io.flowforge.secret;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.output.SealedOutput;
import io.flowforge.request.output.StepOutputStore;
import io.flowforge.secret.OutputSeal.OutputPlace;
import io.flowforge.secret.seal.ClosedSealException;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.Seal;
import java.util.List;

/** Wraps the keys of all secret outputs with the operator's first key. Not thread-safe. */
final class OutputRewrap {

  private static final int BATCH = 100;

  private final StepOutputStore store = new StepOutputStore();
  private final Database database;
  private final Seal seal;
  private final KeyCanaries canaries;
  private String request = "";
  private String step = "";
  private String name = "";
  private boolean isOver;

  OutputRewrap(Database database, Seal seal, KeyCanaries canaries) {
    this.database = database;
    this.seal = seal;
    this.canaries = canaries;
  }

  /**
   * Rewraps everything; returns how many outputs were wrapped with another key.
   *
   * @param problems receives a sentence for each that could not be opened
   */
  int run(List<String> problems) {
    int rewrapped = 0;
    while (!isOver) {
      rewrapped += database.inTransaction(tx -> batch(tx, problems));
    }
    return rewrapped;
  }

  private int batch(Tx tx, List<String> problems) {
    canaries.ensure(tx);
    List<SealedOutput> outputs =
        store.notWrappedWith(tx, seal.firstKeyId(), request, step, name, BATCH);
    int count = 0;
    for (SealedOutput output : outputs) {
      request = output.requestId();
      step = output.stepName();
      name = output.name();
      try {
        // One that was replaced meanwhile is not touched.
        if (store.rewrap(
            tx, output, seal.rewrapped(OutputPlace.of(output).scope(), output.value()))) {
          count++;
        }
      } catch (ClosedSealException e) {
        problems.add(
            "output '%s' of step '%s' of service request %s %s"
                .formatted(name, step, request, e.reason()));
      }
    }
    isOver = outputs.size() < BATCH;
    return count;
  }
}
