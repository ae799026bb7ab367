package io.flowforge.condition;

import io.flowforge.condition.check.ValueKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a condition may refer to.
 *
 * @param formFields the names of the form's fields
 * @param outputsOfSteps the names of the outputs that a condition may read, by the id of their
 *     step; contains the id of each earlier step that has one, even if it has no outputs
 * @param skippableSteps the ids of the steps that may be skipped; a condition may read their
 *     outputs only after it has asked for them with {@code has()}
 * @param kinds the kinds of the values, by the parts of the reference, such as {@code form} and the
 *     name of the field; nothing is known of the others
 */
public record ConditionScope(
    Set<String> formFields,
    Map<String, Set<String>> outputsOfSteps,
    Set<String> skippableSteps,
    Map<List<String>, ValueKind> kinds) {

  /** Creates a scope of values of which only the names are known. */
  public ConditionScope(
      Set<String> formFields, Map<String, Set<String>> outputsOfSteps, Set<String> skippableSteps) {
    this(formFields, outputsOfSteps, skippableSteps, Map.of());
  }

  /** Copies the collections. */
  public ConditionScope {
    formFields = Set.copyOf(formFields);
    outputsOfSteps =
        outputsOfSteps.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    skippableSteps = Set.copyOf(skippableSteps);
    kinds = Map.copyOf(kinds);
  }
}
