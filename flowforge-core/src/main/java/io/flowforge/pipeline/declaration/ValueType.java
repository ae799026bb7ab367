package io.flowforge.pipeline.declaration;

/** A type of JSON value. */
public enum ValueType {
  STRING("string"),
  NUMBER("number"),
  INTEGER("integer"),
  BOOLEAN("boolean"),
  OBJECT("object"),
  ARRAY("array"),
  NULL("null");

  private final String label;

  ValueType(String label) {
    this.label = label;
  }

  /** Returns the name of the type in JSON Schema. */
  public String label() {
    return label;
  }
}
