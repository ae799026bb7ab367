package io.flowforge.secret.reference;

import java.util.List;

/**
 * The secrets of one attempt of a step.
 *
 * @param problem why the step cannot be executed; empty if all secrets are there
 */
public record StepSecrets(List<SecretValue> values, String problem) {

  /** The secrets of a step that uses none. */
  public static final StepSecrets NONE = new StepSecrets(List.of(), "");

  public StepSecrets {
    values = List.copyOf(values);
  }
}
