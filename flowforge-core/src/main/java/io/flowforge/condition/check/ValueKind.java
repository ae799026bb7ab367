package io.flowforge.condition.check;

/** The kinds of values that are known before a condition is evaluated. */
public enum ValueKind {
  /** Nothing is known. */
  ANY,
  TEXT,
  /** A whole number or any other: which one, only the value says. */
  NUMBER,
  /** True or false. */
  BOOLEAN,
  LIST,
  LIST_OF_TEXT
}
