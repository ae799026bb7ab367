package io.flowforge.request.callback;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The URLs that another run makes outdated: those that are passed on by a step which the run may
 * execute again. What has been kept for them belongs to the earlier run. A condition may skip the
 * step in this run, and then nobody has a URL.
 */
public final class OutdatedUrls {

  private final CallbackStore store = new CallbackStore();

  /**
   * Removes them. If there can be none, PostgreSQL is not asked.
   *
   * @param begun the state with which the run begins, which this transaction has recorded
   * @param ran the version of the pipeline of the run before
   * @param next the version that goes on; its steps before the place are those of the other one
   * @param place of the step in {@code next} with which the run begins
   */
  public void remove(Tx tx, ExecutionState begun, Pipeline ran, Pipeline next, int place) {
    Set<String> steps = new TreeSet<>();
    addOutdated(ran, place, steps);
    addOutdated(next, place, steps);
    if (!steps.isEmpty()) {
      store.remove(tx, begun.requestId(), List.copyOf(steps));
    }
  }

  /** Adds the steps whose URL is passed on at that place or behind it. */
  private static void addOutdated(Pipeline pipeline, int place, Set<String> outdated) {
    boolean isPassedOn = false;
    for (Step step : pipeline.stepsInOrder().stream().skip(place).toList()) {
      if (!step.stepType().equals(CallbackLinks.STEP_TYPE)) {
        isPassedOn |= Callbacks.isUsedBy(step, pipeline);
      } else if (isPassedOn) {
        outdated.add(step.stepName());
        isPassedOn = false;
      }
    }
  }
}
