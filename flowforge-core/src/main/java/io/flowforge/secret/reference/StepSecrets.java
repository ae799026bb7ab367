package io.flowforge.secret.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets of one attempt of a step.
 *
 * @param problem why the step cannot be executed; empty if all secrets are there
 * @param hidden the values of the secrets that other steps of the pipeline use: a target may show
 *     them to this step, and the log must not
 */
public record StepSecrets(List<SecretValue> values, String problem, List<String> hidden) {

  /** The secrets of a step in a pipeline that uses none. */
  public static final StepSecrets NONE = new StepSecrets(List.of(), "", List.of());

  public StepSecrets {
    values = List.copyOf(values);
    hidden = List.copyOf(hidden);
  }

  /** Returns these secrets with more values that the log must hide. */
  public StepSecrets hiding(List<String> more) {
    return more.isEmpty()
        ? this
        : new StepSecrets(values, problem, Stream.concat(hidden.stream(), more.stream()).toList());
  }

  /** Returns these secrets with another value that the log must not show. */
  public StepSecrets hiding(String value) {
    List<String> all = new ArrayList<>(hidden);
    all.add(value);
    return new StepSecrets(values, problem, all);
  }

  @Override
  public String toString() {
    return "StepSecrets[values=%s, problem=%s]".formatted(values, problem);
  }
}
