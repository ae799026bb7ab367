package io.flowforge.step.http.body;

import io.flowforge.media.MediaFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules by which values are escaped in a body: the values of the parameter {@code escape}. */
public enum Escape {
  FORM,
  JSON,
  NONE,
  XML;

  static Optional<Escape> of(String label) {
    return Arrays.stream(values()).filter(escape -> escape.label().equals(label)).findFirst();
  }

  /** Returns the values of the parameter. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Escape::label).toList();
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the only rules that bodies of this kind allow; empty if they allow any. */
  static Optional<Escape> requiredBy(MediaFamily family) {
    return switch (family) {
      case JSON, JSON_LINES -> Optional.of(JSON);
      case XML -> Optional.of(XML);
      case FORM -> Optional.of(FORM);
      case OTHER -> Optional.empty();
    };
  }
}
