package io.flowforge.execution.suspension;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.callback.CallbackUrl;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.PlaceholderValues;
import java.util.Optional;

/**
 * What one execution of a step has to do with calls from outside.
 *
 * @param state what has become of the call, if the step waits for one
 * @param url the URL that the step passes on, if it does
 * @param problem why there is no URL to pass on; empty if none is missing
 */
public record StepCallbacks(CallbackState state, Optional<CallbackUrl> url, String problem) {

  private static final StepCallbacks NONE =
      new StepCallbacks(new CallbackState.NotIssued(), Optional.empty(), "");

  /**
   * Finds out what a step has to do with calls. Of most steps that is nothing, and nothing is read.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  public static StepCallbacks of(
      Callbacks callbacks, ExecutionState state, Step step, Pipeline pipeline) {
    if (step.stepType().equals(CallbackLinks.STEP_TYPE)) {
      return new StepCallbacks(callbacks.stateOf(state), Optional.empty(), "");
    }
    if (!Callbacks.isUsedBy(step, pipeline)) {
      return NONE;
    }
    try {
      CallbackUrl url = callbacks.urlFor(state, step, pipeline);
      return new StepCallbacks(NONE.state(), Optional.of(url), "");
    } catch (InvalidException e) {
      return new StepCallbacks(NONE.state(), Optional.empty(), e.userMessage());
    }
  }

  /** Returns the values with the URL. */
  public PlaceholderValues in(PlaceholderValues values) {
    return url.map(found -> values.with(CallbackLinks.URL, found.url())).orElse(values);
  }

  /** Returns the secrets with the token in the URL, which no log may show. */
  public StepSecrets hiddenIn(StepSecrets secrets) {
    return url.map(found -> secrets.hiding(found.token())).orElse(secrets);
  }
}
