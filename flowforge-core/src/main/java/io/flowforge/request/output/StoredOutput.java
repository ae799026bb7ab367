package io.flowforge.request.output;

import io.flowforge.secret.seal.SealedValue;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a step: all of its plain outputs together, or one secret output.
 *
 * @param name the name of the secret output; empty for the plain ones
 * @param run the run in which the step was executed
 * @param value the plain outputs, a JSON object; null for a secret output
 * @param sealed the secret output; null for plain ones
 */
public record StoredOutput(
    String stepName, String name, int run, @Nullable String value, @Nullable SealedValue sealed) {

  @Override
  public String toString() {
    return "StoredOutput[stepName=%s, name=%s, run=%d]".formatted(stepName, name, run);
  }
}
