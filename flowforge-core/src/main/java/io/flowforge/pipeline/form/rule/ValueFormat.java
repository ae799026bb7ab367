package io.flowforge.pipeline.form.rule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the value of an input stands for. */
public enum ValueFormat {
  /** One line of text; the format of an input that names none. */
  TEXT(""),
  /** Text of several lines. */
  TEXTAREA("textarea"),
  NUMBER("number"),
  BOOLEAN("boolean"),
  /** A day of the calendar. */
  DATE("date");

  private final String label;

  ValueFormat(String label) {
    this.label = label;
  }

  /** Returns the name used in the API and in the stores; empty for one line of text. */
  public String label() {
    return label;
  }

  /** Returns whether a value is text, of which the length matters. */
  public boolean isText() {
    return this == TEXT || this == TEXTAREA;
  }

  /** Returns whether values have an order, so that a minimum and a maximum make sense. */
  public boolean isOrdered() {
    return this == NUMBER || this == DATE;
  }

  static Optional<ValueFormat> of(String label) {
    return Stream.of(values()).filter(format -> format.label.equals(label)).findFirst();
  }

  /** Returns the names that an author can write. */
  static List<String> labels() {
    return Stream.of(values()).map(ValueFormat::label).filter(label -> !label.isEmpty()).toList();
  }
}
