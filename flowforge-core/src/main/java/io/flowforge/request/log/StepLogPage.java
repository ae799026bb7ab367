package io.flowforge.request.log;

import java.util.List;

/**
 * Lines of the log of a step.
 *
 * @param lines the lines from the given offset on; all lines if the step has ended
 * @param isEnd whether the step has ended, so that no lines follow
 * @param nextOffset the offset of the next call, -1 at the end
 */
public record StepLogPage(String stepName, List<String> lines, boolean isEnd, int nextOffset) {

  public StepLogPage {
    lines = List.copyOf(lines);
  }
}
