package io.flowforge.redaction.mask;

import static java.util.stream.Collectors.joining;

import io.flowforge.pipeline.TemplatePiece;

/** Masks the literal parts of a secret value. */
final class LiteralMask {

  static final String MASK = "***";

  private LiteralMask() {}

  /** Returns the value with its placeholders, which are no secrets, and {@code ***} in between. */
  static String masked(String value) {
    return TemplatePiece.of(value).stream()
        .map(
            piece ->
                switch (piece) {
                  case TemplatePiece.Literal(String text) -> text.isBlank() ? text : MASK;
                  case TemplatePiece.Placeholder placeholder -> placeholder.text();
                })
        .collect(joining());
  }
}
