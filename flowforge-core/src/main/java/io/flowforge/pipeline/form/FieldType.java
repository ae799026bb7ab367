package io.flowforge.pipeline.form;

import java.util.Optional;
import java.util.stream.Stream;

/** The type of a form field. */
public enum FieldType {
  INPUT("input"),
  SELECT("select"),
  CHECKBOXES("checkboxes");

  private final String label;

  FieldType(String label) {
    this.label = label;
  }

  /** Returns the name used in the API and in the stores. */
  public String label() {
    return label;
  }

  /** Returns whether the requester chooses from given options. */
  public boolean hasOptions() {
    return this != INPUT;
  }

  /** Returns the type that a store holds under this name, those of older releases included. */
  public static Optional<FieldType> ofStored(String label) {
    return switch (label) {
      case "TEXT", "INPUT" -> Optional.of(INPUT);
      case "DROPDOWN", "OPTION", "SELECT" -> Optional.of(SELECT);
      case "CHECKBOX" -> Optional.of(CHECKBOXES);
      default -> of(label);
    };
  }

  public static Optional<FieldType> of(String label) {
    return Stream.of(values()).filter(type -> type.label.equals(label)).findFirst();
  }
}
