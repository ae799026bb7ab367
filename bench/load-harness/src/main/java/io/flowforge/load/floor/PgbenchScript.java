package io.flowforge.load.floor;

import io.flowforge.load.floor.RecordedRun.Transaction;
import io.flowforge.scan.CharacterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded run as a script of pgbench: the same statements in the same transactions, each time
 * with another request id. BEGIN is sent together with the first statement, and statements that the
 * driver sent together are.
 */
final class PgbenchScript {

  /** More than there are runs, so that no id comes twice. */
  private static final String CHOOSE_ID = "\\set id random(1, 9000000000000000)\n";

  private static final CharacterSet DIGITS = CharacterSet.of("0-9");
  private static final String TIME = "0000-00-00 00:00:00";

  private PgbenchScript() {}

  static String of(RecordedRun run) {
    var script = new StringBuilder(CHOOSE_ID);
    for (Transaction transaction : run.transactions()) {
      List<List<String>> batches = new ArrayList<>();
      transaction.batches().forEach(batch -> batches.add(new ArrayList<>(batch)));
      if (batches.size() > 1 || batches.getFirst().size() > 1) {
        batches.getFirst().addFirst("BEGIN");
        if (transaction.isCommitSentWithTheLast()) {
          batches.getLast().add("COMMIT");
        } else {
          batches.add(List.of("COMMIT"));
        }
      }
      batches.forEach(batch -> append(script, batch, run.requestId()));
    }
    return script.toString();
  }

  private static void append(StringBuilder script, List<String> batch, String requestId) {
    boolean isPipeline = batch.size() > 1;
    script.append(isPipeline ? "\\startpipeline\n" : "");
    batch.forEach(sql -> script.append(statement(sql, requestId)));
    script.append(isPipeline ? "\\endpipeline\n" : "");
  }

  private static String statement(String sql, String requestId) {
    var text = new StringBuilder();
    int at = 0;
    while (at < sql.length()) {
      if (sql.charAt(at) != '\'') {
        text.append(sql.charAt(at));
        at++;
        continue;
      }
      int end = endOfLiteral(sql, at);
      text.append(literal(sql.substring(at + 1, end - 1), requestId));
      at = end;
    }
    return text.append(";\n").toString();
  }

  private static int endOfLiteral(String sql, int begin) {
    int at = begin + 1;
    while (true) {
      at = sql.indexOf('\'', at) + 1;
      if (at == 0) {
        throw new IllegalStateException("a literal does not end: " + sql);
      }
      if (at == sql.length() || sql.charAt(at) != '\'') {
        return at;
      }
      at++;
    }
  }

  /** Returns a literal, or an expression with the variable where it contains the request id. */
  private static String literal(String content, String requestId) {
    if (content.equals(requestId)) {
      return ":id";
    }
    int id = content.indexOf(requestId);
    if (id < 0) {
      return quoted(content);
    }
    String rest = content.substring(id + requestId.length());
    String expression =
        "(" + escaped(content.substring(0, id)) + " || :id || " + escaped(rest) + ")";
    return content.startsWith("{") ? expression + "::varchar[]" : expression;
  }

  /**
   * Returns the literal with the type that the driver gave it, which the log leaves out, and so
   * that pgbench sees no variable in it, such as {@code :true} in JSON.
   */
  private static String quoted(String content) {
    if (DIGITS.containsAll(content) && !content.isEmpty()) {
      return content;
    }
    return escaped(content) + typeOf(content);
  }

  private static String typeOf(String content) {
    if (content.length() < TIME.length() || content.charAt(0) == '{') {
      return "";
    }
    for (int at = 0; at < TIME.length(); at++) {
      char expected = TIME.charAt(at);
      char found = content.charAt(at);
      if (expected == '0' ? !Character.isDigit(found) : expected != found) {
        return "";
      }
    }
    return content.indexOf('+') > 0 ? "::timestamptz" : "::timestamp";
  }

  private static String escaped(String content) {
    return content.indexOf(':') < 0
        ? "'" + content + "'"
        : "E'" + content.replace("\\", "\\\\").replace(":", "\\x3a") + "'";
  }
}
