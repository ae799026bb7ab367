package io.flowforge.pipeline.reference;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a placeholder stands for: what is between <code>${</code> and <code>}</code>.
 *
 * @param fallback the default, which is used if the value is absent, null or empty; null for none
 */
public record ValueReference(ReferenceSource source, @Nullable String fallback) {

  public static final String OUTPUTS = "steps.";
  public static final String REQUEST = "request.";

  /** The placeholder's name of a literal <code>${</code>. */
  public static final String LITERAL_NAME = "'${'";

  private static final String LITERAL = "${";
  private static final String REPEATED = "[*]";
  private static final String DEFAULT = "??";
  private static final char QUOTE = '\'';

  /** Where the value comes from. */
  public sealed interface ReferenceSource {}

  /**
   * A field of the form.
   *
   * @param repeats whether a query parameter is repeated for each of its values
   */
  public record FieldValue(String name, boolean repeats) implements ReferenceSource {}

  /** An output of a step. */
  public record OutputValue(String stepId, String output) implements ReferenceSource {}

  /** A value of the request, such as its id. */
  public record RequestValue(String name) implements ReferenceSource {}

  /** Text that is no placeholder. */
  public record LiteralText(String text) implements ReferenceSource {}

  /** A secret, or something that means nothing. */
  public record OtherValue(String name) implements ReferenceSource {}

  /**
   * Reads the name of a placeholder. The name of a field always means the field, whatever it looks
   * like: older pipelines may have any.
   *
   * @param isField tests whether the form has a field of that name
   */
  public static ValueReference of(String name, Predicate<String> isField) {
    if (isField.test(name)) {
      return new ValueReference(new FieldValue(name, false), null);
    }
    if (name.equals(LITERAL_NAME)) {
      return new ValueReference(new LiteralText(LITERAL), null);
    }
    int at = name.indexOf(DEFAULT);
    String fallback = at < 0 ? null : unquoted(name.substring(at + DEFAULT.length()).strip());
    return fallback == null
        ? new ValueReference(source(name, isField), null)
        : new ValueReference(source(name.substring(0, at).strip(), isField), fallback);
  }

  private static ReferenceSource source(String name, Predicate<String> isField) {
    if (isField.test(name)) {
      return new FieldValue(name, false);
    }
    if (name.endsWith(REPEATED)) {
      String repeated = name.substring(0, name.length() - REPEATED.length());
      if (isField.test(repeated)) {
        return new FieldValue(repeated, true);
      }
    }
    if (name.startsWith(OUTPUTS)) {
      int dot = name.indexOf('.', OUTPUTS.length());
      if (dot > 0
          && FlowName.isValid(name.substring(OUTPUTS.length(), dot))
          && FlowName.isValid(name.substring(dot + 1))) {
        return new OutputValue(name.substring(OUTPUTS.length(), dot), name.substring(dot + 1));
      }
    }
    return name.startsWith(REQUEST)
        ? new RequestValue(name.substring(REQUEST.length()))
        : new OtherValue(name);
  }

  /** Returns the text within quotes, where two quotes stand for one; null if it is not quoted. */
  private static @Nullable String unquoted(String text) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != QUOTE || text.charAt(last) != QUOTE) {
      return null;
    }
    var unquoted = new StringBuilder();
    for (int i = 1; i < last; i++) {
      if (text.charAt(i) == QUOTE) {
        i++;
        if (i >= last || text.charAt(i) != QUOTE) {
          return null;
        }
      }
      unquoted.append(text.charAt(i));
    }
    return unquoted.toString();
  }
}
