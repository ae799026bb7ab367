package io.flowforge.server.api.run;

import io.flowforge.request.retry.BegunRun;

/** A run that has begun, in a response. */
public record RunJson(
    String serviceRequestId, int run, String fromStep, String pipelineId, int pipelineVersion) {

  public static RunJson of(BegunRun begun) {
    return new RunJson(
        begun.requestId(),
        begun.run(),
        begun.fromStep(),
        begun.pipelineId(),
        begun.pipelineVersion());
  }
}
