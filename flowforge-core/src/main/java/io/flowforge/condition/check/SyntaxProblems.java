package io.flowforge.condition.check;

import dev.cel.common.CelIssue;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import java.util.Comparator;
import java.util.List;

/** What the parser refuses, in words for authors. */
final class SyntaxProblems {

  /** How messages about something begin that is right in itself, but not where it stands. */
  private static final List<String> MISPLACED =
      List.of("extraneous input", "mismatched input", "no viable alternative", "missing");

  /** How messages begin about characters that are part of no word and no sign. */
  private static final String UNREADABLE = "token recognition error";

  private static final String MISPLACED_TEXT =
      "this text is not expected here: is an operator missing in front of it?";

  private SyntaxProblems() {}

  /**
   * Returns the first problem. Those after it are of no use: the parser cannot know what the text
   * behind its first mistake means.
   */
  static ConditionFinding first(List<CelIssue> issues, ConditionText text) {
    CelIssue issue =
        issues.stream()
            .min(Comparator.comparing(CelIssue::getSourceLocation))
            .orElseThrow(() -> new IllegalArgumentException("there is no issue"));
    int offset =
        text.offsetOf(issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn());
    return new ConditionFinding(offset, sentence(issue.getMessage(), text, offset));
  }

  private static String sentence(String message, ConditionText text, int offset) {
    boolean isMisplaced = MISPLACED.stream().anyMatch(message::startsWith);
    // Other messages quote the text, which may contain any words.
    boolean isAboutMeaning = !isMisplaced && !message.startsWith(UNREADABLE);
    if (isAboutMeaning && message.contains("recursion")) {
      return "the condition is nested too deeply: write it with fewer parentheses and operators";
    }
    if (isAboutMeaning && message.contains("has() macro")) {
      return "has() needs one reference: write 'has(form.name)', or '\"my name\" in form'";
    }
    if (isAboutMeaning && message.contains("must be a simple name")) {
      return "the first argument is a name for the items: write '.all(item, item > 0)'";
    }
    if (offset >= text.length()) {
      return "the condition ends too early: complete it";
    }
    if (isAboutMeaning && Character.isDigit(text.at(offset))) {
      return "this number is outside the range of 64 bits: use a smaller one";
    }
    return switch (text.at(offset)) {
      case '\'', '"' -> isMisplaced ? MISPLACED_TEXT : quoted(message, text, offset);
      case '=' -> "'=' is no operator: write '==' to compare";
      case '&' -> "'&' is no operator: write '&&'";
      case '|' -> "'|' is no operator: write '||'";
      case '$' -> "conditions have no placeholders: write 'form.name', not '${name}'";
      default -> word(text.wordAt(offset));
    };
  }

  private static String quoted(String message, ConditionText text, int offset) {
    return message.startsWith(UNREADABLE) && !text.contains('\\', offset)
        ? "the text that begins here does not end: close it with "
            + (text.at(offset) == '"' ? "a double quote" : "a quote")
        : "this text does not end, or has an unknown escape: write '\\\\' for a backslash";
  }

  private static String word(String word) {
    return switch (word) {
      case "and" -> "'and' is no operator: write '&&'";
      case "or" -> "'or' is no operator: write '||'";
      case "not" -> "'not' is no operator: write '!'";
      default -> "'" + word + "' is not expected here: correct the condition";
    };
  }
}
