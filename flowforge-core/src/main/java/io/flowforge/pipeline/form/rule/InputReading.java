package io.flowforge.pipeline.form.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.scan.Excerpt;
import io.flowforge.text.Blanks;

/** What a value in form data means for an input of a format. */
public sealed interface InputReading {

  /** The maximum number of characters that a message quotes. */
  int MAX_QUOTED = 60;

  /**
   * A value of the format.
   *
   * @param text what is stored; reading it again yields the same. Empty if there is no value
   */
  record Understood(ValueFormat format, String text) implements InputReading {

    /** Returns the value with its type in JSON; null if there is no number, or no boolean. */
    public JsonNode json() {
      return switch (format) {
        case TEXT, TEXTAREA, DATE -> TextNode.valueOf(text);
        case NUMBER -> text.isEmpty() ? NullNode.instance : NumberText.json(text);
        case BOOLEAN ->
            text.isEmpty() ? NullNode.instance : BooleanNode.valueOf(Boolean.parseBoolean(text));
      };
    }
  }

  /**
   * Any other value.
   *
   * @param problem completes "field 'x' ..."
   */
  record NotUnderstood(String problem) implements InputReading {}

  /** Reads a value: a string, as front ends send it, or the type of JSON that fits the format. */
  static InputReading of(ValueFormat format, JsonNode value) {
    return switch (format) {
      case TEXT, TEXTAREA ->
          value.isTextual()
              ? new Understood(format, value.textValue())
              : new NotUnderstood("must be a string");
      case NUMBER ->
          value.isTextual() || value.isNumber()
              ? number(text(value))
              : new NotUnderstood("must be a number such as 5 or -1.5");
      case BOOLEAN ->
          value.isTextual() || value.isBoolean()
              ? truth(text(value))
              : new NotUnderstood("must be true or false");
      case DATE ->
          value.isTextual()
              ? date(text(value))
              : new NotUnderstood("must be a date such as \"2026-01-31\"");
    };
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? Blanks.strip(value.textValue()) : value.asText();
  }

  private static InputReading number(String text) {
    if (text.isEmpty()) {
      return new Understood(ValueFormat.NUMBER, "");
    }
    if (!NumberText.isNumber(text)) {
      return new NotUnderstood("must be a number such as 5 or -1.5; it is " + quoted(text));
    }
    return NumberText.isShort(text)
        ? new Understood(ValueFormat.NUMBER, NumberText.stored(text))
        : new NotUnderstood(
            "must have at most %d digits, written without an exponent; it is %s"
                .formatted(NumberText.MAX_DIGITS, quoted(text)));
  }

  private static InputReading truth(String text) {
    return text.isEmpty() || text.equals("true") || text.equals("false")
        ? new Understood(ValueFormat.BOOLEAN, text)
        : new NotUnderstood("must be true or false; it is " + quoted(text));
  }

  private static InputReading date(String text) {
    if (!text.isEmpty() && !DateText.isShaped(text)) {
      return new NotUnderstood("must be a date such as 2026-01-31; it is " + quoted(text));
    }
    return text.isEmpty() || DateText.isDay(text)
        ? new Understood(ValueFormat.DATE, text)
        : new NotUnderstood("must be a day of the calendar; there is no %s".formatted(text));
  }

  /** Returns the beginning of a text as a string of JSON. */
  static String quoted(String text) {
    return TextNode.valueOf(Excerpt.of(text, MAX_QUOTED)).toString();
  }
}
