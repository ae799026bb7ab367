package io.flowforge.pipeline.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The JSON type that an output must have. */
public enum OutputType {
  STRING,
  NUMBER,
  BOOLEAN,
  OBJECT,
  ARRAY;

  static Optional<OutputType> of(String label) {
    return Stream.of(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  /** Returns the name in pipelines, such as {@code string}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tests whether a value has this type. */
  public boolean includes(JsonNode value) {
    return switch (this) {
      case STRING -> value.isTextual();
      case NUMBER -> value.isNumber();
      case BOOLEAN -> value.isBoolean();
      case OBJECT -> value.isObject();
      case ARRAY -> value.isArray();
    };
  }
}
