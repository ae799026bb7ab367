package io.flowforge.pipeline.authoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.pipeline.declaration.ParameterSchema;
import io.flowforge.pipeline.declaration.StepDeclaration;
import java.util.List;

/** The step types of this server, as authors know them. Immutable. */
public final class StepTypeCatalog {

  private final List<DeclaredType> entries;

  /**
   * A step type.
   *
   * @param parameters the JSON Schema (draft 2020-12) of its parameters
   */
  public record DeclaredType(String name, String description, ObjectNode parameters) {

    private static DeclaredType of(StepDeclaration declaration) {
      return new DeclaredType(
          declaration.name(), declaration.description(), ParameterSchema.of(declaration));
    }
  }

  public StepTypeCatalog(StepTypes types) {
    entries =
        types.names().stream()
            .map(name -> types.find(name).orElseThrow().declaration())
            .map(DeclaredType::of)
            .toList();
  }

  /** Returns all types, by name. */
  public List<DeclaredType> entries() {
    return entries;
  }
}
