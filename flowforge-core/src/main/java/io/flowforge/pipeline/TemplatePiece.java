package io.flowforge.pipeline;

import java.util.ArrayList;
import java.util.List;

/** A part of a string with placeholders. */
public sealed interface TemplatePiece {

  /** Text between placeholders; never empty. */
  record Literal(String text) implements TemplatePiece {}

  /** A placeholder for the form field with this name. */
  record Placeholder(String name) implements TemplatePiece {

    /** Returns the placeholder as it is written. */
    public String text() {
      return "${" + name + "}";
    }
  }

  /** Returns the pieces of a string in their order. */
  static List<TemplatePiece> of(String template) {
    List<String> names = new ArrayList<>();
    var _ =
        Placeholders.replaced(
            template,
            name -> {
              names.add(name);
              return "";
            });
    List<TemplatePiece> pieces = new ArrayList<>();
    int at = 0;
    for (String name : names) {
      var placeholder = new Placeholder(name);
      int begin = template.indexOf(placeholder.text(), at);
      addLiteral(template.substring(at, begin), pieces);
      pieces.add(placeholder);
      at = begin + placeholder.text().length();
    }
    addLiteral(template.substring(at), pieces);
    return pieces;
  }

  private static void addLiteral(String text, List<TemplatePiece> pieces) {
    if (!text.isEmpty()) {
      pieces.add(new Literal(text));
    }
  }
}
