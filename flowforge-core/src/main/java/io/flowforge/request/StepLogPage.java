package io.flowforge.request;

import java.util.List;

/**
 * Lines of a step's log.
 *
 * @param lines from the offset that was asked for while the step may write more, else all of them
 * @param isEnd whether there will be no more lines
 * @param nextOffset where to go on reading, -1 at the end
 */
public record StepLogPage(String stepName, List<String> lines, boolean isEnd, int nextOffset) {

  public StepLogPage {
    lines = List.copyOf(lines);
  }
}
