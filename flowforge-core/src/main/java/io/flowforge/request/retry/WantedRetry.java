package io.flowforge.request.retry;

import org.jspecify.annotations.Nullable;

/**
 * How a failed request is to be retried.
 *
 * @param fromStep the name of the step to go on from; null for the one at which it failed
 * @param pipelineId a later version of its pipeline to go on with; null for the same one
 */
public record WantedRetry(@Nullable String fromStep, @Nullable String pipelineId) {

  /** A retry of the failed step on the same version. */
  public static final WantedRetry OF_FAILED_STEP = new WantedRetry(null, null);
}
