package io.flowforge.condition.check;

import dev.cel.common.CelIssue;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Kinds;
import java.util.ArrayList;
import java.util.List;

/** What the type checker refuses, in words for authors. */
final class TypeProblems {

  private static final String APPLIED = "' applied to '";

  private TypeProblems() {}

  /** Adds what is wrong with types; unknown names are found by {@link NameCheck}. */
  static void add(List<CelIssue> issues, ConditionText text, List<ConditionFinding> problems) {
    for (CelIssue issue : issues) {
      String message = issue.getMessage();
      if (!message.startsWith("undeclared reference")) {
        int offset =
            text.offsetOf(
                issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn());
        problems.add(new ConditionFinding(offset, sentence(message, text.at(offset) == '(')));
      }
    }
  }

  /**
   * Returns what is wrong.
   *
   * @param isMacro whether it is in the parentheses of a macro such as {@code all}, which the
   *     library has replaced by operators
   */
  private static String sentence(String message, boolean isMacro) {
    if (message.startsWith("expected type 'bool' but found '")) {
      return "the condition must be true or false, but this is "
          + Kinds.ofType(between(message, "found '", "'"))
          + ": compare it with something";
    }
    if (message.startsWith("found no matching overload for '") && message.contains(APPLIED)) {
      String function = between(message, "for '", "'");
      String applied = between(message, APPLIED, "' (candidates");
      List<String> kinds = kinds(applied);
      return isMacro && !Character.isLetter(function.codePointAt(0)) && kinds.size() > 1
          ? "in these parentheses must be something that is true or false, but it is "
              + (function.equals("_?_:_") ? kinds.getFirst() : kinds.get(1))
          : Kinds.mismatch(function, kinds);
    }
    if (message.contains("does not support field selection")) {
      return "this is %s, which has no fields: remove the name of the field"
          .formatted(Kinds.ofType(between(message, "type '", "'")));
    }
    if (message.contains("cannot be range of a comprehension")) {
      return "all(), exists() and the like need a list or an object, but this is "
          + Kinds.ofType(between(message, "type '", "'"));
    }
    return "the kinds of the values do not fit together here: correct the condition";
  }

  /** Returns the kinds of what the checker writes as {@code string.(int, list(dyn))}. */
  private static List<String> kinds(String applied) {
    List<String> kinds = new ArrayList<>();
    int depth = 0;
    var type = new StringBuilder();
    for (int at = 0; at < applied.length(); at++) {
      char each = applied.charAt(at);
      boolean isOuter = each == '(' && depth == 0 && (type.isEmpty() || ends(type, '.'));
      if (isOuter || (each == ')' && depth == 0) || (each == ',' && depth == 0)) {
        addKind(type, kinds);
      } else {
        depth += each == '(' ? 1 : each == ')' ? -1 : 0;
        type.append(each);
      }
    }
    return kinds;
  }

  private static boolean ends(StringBuilder type, char end) {
    return type.charAt(type.length() - 1) == end;
  }

  private static void addKind(StringBuilder type, List<String> kinds) {
    String name = type.toString().strip();
    type.setLength(0);
    if (!name.isEmpty()) {
      kinds.add(Kinds.ofType(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
    }
  }

  private static String between(String message, String begin, String end) {
    int from = message.indexOf(begin) + begin.length();
    int to = message.indexOf(end, from);
    return to < 0 ? message.substring(from) : message.substring(from, to);
  }
}
