package io.flowforge.condition;

import io.flowforge.condition.check.KnownNames;
import io.flowforge.condition.check.Reference;
import io.flowforge.condition.check.ValueKind;
import io.flowforge.pipeline.problem.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names that the condition of a step may use. */
final class RequestNames implements KnownNames {

  static final Set<String> VARIABLES = Set.of("form", "steps", "request");
  private static final Set<String> OF_REQUEST = Set.of("id", "org_id", "user_id", "created_on");

  private final ConditionScope scope;
  private final boolean comparesNames;

  /**
   * @param comparesNames whether the nearest known name of an unknown one is looked for
   */
  RequestNames(ConditionScope scope, boolean comparesNames) {
    this.scope = scope;
    this.comparesNames = comparesNames;
  }

  @Override
  public boolean isVariable(String name) {
    return VARIABLES.contains(name);
  }

  @Override
  public String unknownVariable(String name) {
    if (name.equals("secret")) {
      return "conditions cannot read secrets: remove it";
    }
    String cure =
        scope.formFields().contains(name)
            ? "write 'form." + name + "'"
            : scope.outputsOfSteps().containsKey(name)
                ? "write 'steps." + name + "'"
                : NearestName.cure(name, VARIABLES);
    return "there is no %s: %s".formatted(NearestName.quoted(name), cure);
  }

  @Override
  public Optional<Wrong> problemOf(Reference reference, Set<String> present) {
    return switch (reference.variable()) {
      case "form" -> unknown(reference, 0, "there is no form field", scope.formFields());
      case "request" -> unknown(reference, 0, "a request has no", OF_REQUEST);
      default -> problemOfStep(reference, present);
    };
  }

  @Override
  public ValueKind kindOf(Reference reference) {
    if (reference.variable().equals("request")
        && reference.names().size() == 1
        && OF_REQUEST.contains(reference.names().getFirst())) {
      return reference.names().getFirst().equals("org_id") ? ValueKind.NUMBER : ValueKind.TEXT;
    }
    List<String> path =
        Stream.concat(Stream.of(reference.variable()), reference.names().stream()).toList();
    return scope.kinds().getOrDefault(path, ValueKind.ANY);
  }

  private Optional<Wrong> problemOfStep(Reference reference, Set<String> present) {
    List<String> names = reference.names();
    if (names.isEmpty()) {
      return Optional.of(
          new Wrong(-1, "name a step and its output, both as they are, such as 'steps.repo.id'"));
    }
    String step = names.getFirst();
    Set<String> outputs = scope.outputsOfSteps().get(step);
    if (outputs == null) {
      return unknown(
          reference, 0, "there is no earlier step with the id", scope.outputsOfSteps().keySet());
    }
    boolean isPresent = present.contains(reference.path(1));
    boolean asksForStep = reference.isTest() && names.size() == 1;
    if (scope.skippableSteps().contains(step) && !isPresent && !asksForStep) {
      return Optional.of(
          new Wrong(
              0,
              "the step '%1$s' may be skipped: write 'has(steps.%1$s) && ' in front"
                  .formatted(step)));
    }
    return unknown(reference, 1, "the step '" + step + "' has no output", outputs);
  }

  private Optional<Wrong> unknown(
      Reference reference, int segment, String beginning, Set<String> known) {
    if (reference.names().size() <= segment || known.contains(reference.names().get(segment))) {
      return Optional.empty();
    }
    String name = reference.names().get(segment);
    return Optional.of(
        new Wrong(
            segment,
            "%s %s: %s"
                .formatted(
                    beginning,
                    NearestName.quoted(name),
                    comparesNames ? NearestName.cure(name, known) : "correct the name")));
  }
}
