package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.declaration.StepDeclaration;
import io.flowforge.pipeline.reference.PlaceholderPlace;
import io.flowforge.secret.reference.KnownSecrets;
import java.util.List;
import java.util.Set;

/** A type of step, as far as pipelines need to know it. */
public interface StepType {

  /** The name of the type at which requests wait for a person. */
  String APPROVAL = "WAIT_FOR_APPROVAL";

  /** Returns the name in pipelines, such as {@code API}. */
  String name();

  /** Returns the names of all parameters; others are rejected. */
  Set<String> parameterNames();

  /** Returns the declaration, from which authors learn what the parameters are. */
  default StepDeclaration declaration() {
    return StepDeclaration.ofNames(name(), parameterNames());
  }

  /**
   * Returns the problems of a step, one sentence each, which begins with the field: {@code
   * parameters.url: port 99999 is out of range; use 1 to 65535}. Empty if the step is valid.
   */
  List<String> problemsOf(Step step);

  /**
   * Returns the problems that a step has on this server, because of its settings, in the same form.
   */
  default List<String> problemsHere(Step step) {
    return List.of();
  }

  /**
   * Returns the problems of a step's references to secrets, in the same form.
   *
   * @param names the secrets that the parameters refer to; not empty
   */
  default List<String> problemsOfSecrets(Step step, Set<String> names, KnownSecrets secrets) {
    return List.of("parameters: a step of this type cannot use secrets; remove ${secret...}");
  }

  /**
   * Returns the problems of a step's outputs, in the same form.
   *
   * @param step with at least one output
   */
  default List<String> problemsOfOutputs(Step step) {
    return List.of("'outputs': a step of this type has no outputs; remove them");
  }

  /**
   * Returns the problems of a step's references to secret outputs, in the same form.
   *
   * @param places where they stand; not empty
   */
  default List<String> problemsOfSecretOutputs(List<PlaceholderPlace> places) {
    return List.of("parameters: a step of this type cannot use secret outputs; remove them");
  }

  /**
   * Returns the problems of a requester's values in a valid step, one sentence each, which names
   * the field; empty if there are none.
   *
   * @param formData valid for the form
   */
  default List<String> problemsOfValues(Step step, ObjectNode formData) {
    return List.of();
  }
}
