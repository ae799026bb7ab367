package io.flowforge.load.floor;

import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a statement, as literals, from the log's {@code Parameters: $1 = '...', $2 =
 * NULL}.
 */
record Parameters(List<String> literals) {

  static Parameters of(String detail) {
    List<String> literals = new ArrayList<>();
    int at = detail.indexOf("= ");
    while (at >= 0) {
      int begin = at + 2;
      int end =
          detail.charAt(begin) == '\'' ? endOfString(detail, begin) : endOfWord(detail, begin);
      literals.add(detail.substring(begin, end));
      at = detail.indexOf("= ", end);
    }
    return new Parameters(literals);
  }

  private static int endOfString(String text, int begin) {
    int at = begin + 1;
    while (true) {
      at = text.indexOf('\'', at) + 1;
      if (at == text.length() || text.charAt(at) != '\'') {
        return at;
      }
      at++;
    }
  }

  private static int endOfWord(String text, int begin) {
    int end = text.indexOf(',', begin);
    return end < 0 ? text.length() : end;
  }

  /** Returns the statement with the literals in place of {@code $1}, {@code $2} and so on. */
  String into(String sql) {
    var text = new StringBuilder();
    int at = 0;
    while (at < sql.length()) {
      int digits = at + 1;
      while (digits < sql.length() && Character.isDigit(sql.charAt(digits))) {
        digits++;
      }
      if (sql.charAt(at) == '$' && digits > at + 1) {
        text.append(literals.get(Integer.parseInt(sql, at + 1, digits, 10) - 1));
        at = digits;
      } else {
        text.append(sql.charAt(at));
        at++;
      }
    }
    return text.toString();
  }
}
