package io.flowforge.pipeline;

import java.util.Optional;
import java.util.stream.Stream;

/** What a requester does in a field of a form. */
public enum FieldType {
  INPUT("input"),
  SELECT("select"),
  CHECKBOXES("checkboxes");

  private final String label;

  FieldType(String label) {
    this.label = label;
  }

  /** The name in the API and in the stores. */
  public String label() {
    return label;
  }

  /** Whether the requester picks from given options. */
  public boolean hasOptions() {
    return this != INPUT;
  }

  public static Optional<FieldType> of(String label) {
    return Stream.of(values()).filter(type -> type.label.equals(label)).findFirst();
  }
}
