package io.flowforge.step.api;

import java.util.List;

/**
 * A parameter of a step type.
 *
 * @param name at most 60 letters, digits and underscores, the first of which is a letter
 * @param type the type of its values
 * @param isRequired whether every step must have it
 * @param description one sentence for the authors of pipelines
 * @param allowedValues the strings that it may be; empty for any value. Only for strings
 */
public record StepParameter(
    String name, Type type, boolean isRequired, String description, List<String> allowedValues) {

  /** The type of a value, and the class of the JDK that holds it. */
  public enum Type {
    /** A {@link String}. */
    STRING,
    /** A {@link java.math.BigDecimal}. */
    NUMBER,
    /** A {@link Boolean}. */
    BOOLEAN,
    /** A {@link List} of values. */
    LIST,
    /** A {@link java.util.Map} of values by their names. */
    OBJECT
  }

  public StepParameter {
    allowedValues = List.copyOf(allowedValues);
  }

  /** Returns a parameter that every step must have. */
  public static StepParameter required(String name, Type type, String description) {
    return new StepParameter(name, type, true, description, List.of());
  }

  /** Returns a parameter that a step may leave out. */
  public static StepParameter optional(String name, Type type, String description) {
    return new StepParameter(name, type, false, description, List.of());
  }

  /** Returns the same parameter, which may only be one of these strings. */
  public StepParameter oneOf(String... values) {
    return new StepParameter(name, type, isRequired, description, List.of(values));
  }
}
