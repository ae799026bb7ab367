package io.flowforge.step.preview;

import io.flowforge.step.PreviewedCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step would do.
 *
 * @param description what a step of its type does; empty if this server does not know the type
 * @param isSkipped whether its condition is false
 * @param notes whether it is executed, and what it does beside the call, one sentence each
 * @param call the call that it would make; null for none
 * @param bodyLength the number of characters of the whole body, as shown
 * @param problem why the step would fail; null if nothing is known
 */
public record PreviewedStep(
    String stepName,
    String stepType,
    String description,
    boolean isSkipped,
    List<String> notes,
    @Nullable PreviewedCall call,
    int bodyLength,
    @Nullable String problem) {

  public PreviewedStep {
    notes = List.copyOf(notes);
  }
}
