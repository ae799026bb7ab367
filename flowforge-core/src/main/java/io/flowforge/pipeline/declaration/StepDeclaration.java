package io.flowforge.pipeline.declaration;

import static java.util.stream.Collectors.toCollection;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step type as authors know it. The names of the parameters, their JSON Schema and the table in
 * the documentation come from here.
 *
 * @param name such as {@code API}
 * @param description what a step of this type does, in one sentence
 */
public record StepDeclaration(
    String name, String description, List<ParameterDeclaration> parameters) {

  /**
   * @throws IllegalArgumentException if two parameters have the same name
   */
  public StepDeclaration {
    parameters = List.copyOf(parameters);
    long names = parameters.stream().map(ParameterDeclaration::name).distinct().count();
    if (names < parameters.size()) {
      throw new IllegalArgumentException("step type '" + name + "' declares a parameter twice");
    }
  }

  /** Declares a type of whose parameters only the names are known. */
  public static StepDeclaration ofNames(String name, Collection<String> parameterNames) {
    return new StepDeclaration(
        name,
        "",
        parameterNames.stream()
            .sorted()
            .map(parameter -> ParameterDeclaration.of(parameter, ""))
            .toList());
  }

  /** Returns the names of the parameters, in their order. */
  public Set<String> parameterNames() {
    return parameters.stream()
        .map(ParameterDeclaration::name)
        .collect(toCollection(LinkedHashSet::new));
  }

  /** Returns the parameter, or the member of one, to which a path of keys leads. */
  public Optional<ParameterDeclaration> at(List<String> path) {
    List<ParameterDeclaration> candidates = parameters;
    Optional<ParameterDeclaration> found = Optional.empty();
    for (String key : path) {
      found = candidates.stream().filter(declared -> declared.name().equals(key)).findFirst();
      if (found.isEmpty()) {
        return found;
      }
      candidates = found.get().members();
    }
    return found;
  }
}
