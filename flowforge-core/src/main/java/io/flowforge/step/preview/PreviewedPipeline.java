package io.flowforge.step.preview;

import java.util.List;

/**
 * What a request would do if it were submitted now.
 *
 * @param steps in the order in which they are executed
 * @param omittedSteps the number of further steps for which there was no room
 */
public record PreviewedPipeline(String pipelineName, List<PreviewedStep> steps, int omittedSteps) {

  public PreviewedPipeline {
    steps = List.copyOf(steps);
  }
}
