package io.flowforge.condition.tree;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.flowforge.scan.Excerpt;
import io.flowforge.text.CharacterKind;

/** The text of a condition, by code points, as the positions of its parts count it. */
public final class ConditionText {

  private static final int MAX_WORD_LENGTH = 40;

  private final int[] codePoints;

  /** Takes the text apart. */
  public ConditionText(String text) {
    codePoints = text.codePoints().toArray();
  }

  /** Returns the length in code points. */
  public int length() {
    return codePoints.length;
  }

  /** Returns the code point at the offset, or -1 behind the end. */
  public int at(int offset) {
    return offset >= 0 && offset < codePoints.length ? codePoints[offset] : -1;
  }

  /** Returns the offset of a place that a line, from 1, and a column, from 0, denote. */
  public int offsetOf(int line, int column) {
    int begin = 0;
    for (int lines = 1; lines < line && begin < length(); begin++) {
      if (at(begin) == '\n') {
        lines++;
      }
    }
    return Math.max(0, begin + Math.max(0, column));
  }

  private String from(int begin, int end) {
    int last = Math.min(end, codePoints.length);
    return begin >= last ? "" : new String(codePoints, begin, last - begin);
  }

  /** Returns the word, or the sign, at the offset, for a message that quotes it. */
  public String wordAt(int offset) {
    if (!isVisible(at(offset))) {
      return "U+%04X".formatted(at(offset));
    }
    int end = offset;
    while (end < length() && isPartOfName(at(end))) {
      end++;
    }
    return Excerpt.of(from(offset, Math.max(end, offset + 1)), MAX_WORD_LENGTH);
  }

  /** Returns whether the character stands at the offset or behind it. */
  public boolean contains(char character, int offset) {
    for (int i = offset; i < length(); i++) {
      if (at(i) == character) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVisible(int codePoint) {
    int type = Character.getType(codePoint);
    return CharacterKind.of(codePoint) == CharacterKind.PLAIN
        && type != Character.FORMAT
        && type != Character.SPACE_SEPARATOR;
  }

  /** Returns where the name begins that a {@code .name} selects. */
  public int nameOffset(CelExpr select, CelAbstractSyntaxTree tree) {
    int dot = offset(select, tree);
    if (at(dot) != '.') {
      // The macro has() gives its own place to what it tests.
      dot = dotAfter(select.select().operand(), tree);
    }
    int name = afterBlanks(dot + 1);
    return at(name) == '`' ? name + 1 : name;
  }

  private int dotAfter(CelExpr operand, CelAbstractSyntaxTree tree) {
    int begin =
        operand.getKind() == Kind.SELECT ? nameOffset(operand, tree) : offset(operand, tree) + 1;
    for (int i = begin; i < length(); i++) {
      if (at(i) == '.') {
        return i;
      }
    }
    return offset(operand, tree);
  }

  private int afterBlanks(int offset) {
    int next = offset;
    while (next < length() && Character.isWhitespace(at(next))) {
      next++;
    }
    return next;
  }

  /** Returns where the expression is; the library notes the place of its operator. */
  public static int offset(CelExpr expression, CelAbstractSyntaxTree tree) {
    Integer offset = tree.getSource().getPositionsMap().get(expression.id());
    return offset == null ? 0 : offset;
  }

  private static boolean isPartOfName(int codePoint) {
    return codePoint == '_' || Character.isLetterOrDigit(codePoint);
  }
}
