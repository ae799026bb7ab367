package io.flowforge.seed.file;

import io.flowforge.text.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the records of a CSV text, by RFC 4180 with any separator: a quote within quotes is
 * doubled, and a backslash has no special meaning. Lines end with LF, CRLF or CR. Blanks around
 * quotes are allowed. It reads each character once, except after a quote that is never closed: then
 * it goes on with the next line, so that one such quote hides no other problem.
 */
final class CsvRecords {

  private static final String UNCLOSED =
      "a quote is opened here and never closed; close or double it";
  private static final String AFTER_QUOTE =
      "there is text after a closing quote; double the quotes within a value, or remove them";

  /** The maximum number of lines of a field, which is also how often a line can be read. */
  private static final int MAX_LINES_OF_A_FIELD = 20;

  private final String text;
  private final char separator;
  private int at;
  private int line;
  private @Nullable Failure failure;

  /** Why a field cannot be read, and where its line ends. */
  private record Failure(String problem, int line, int endOfLine) {}

  /**
   * @param from the index at which the first record begins
   * @param firstLine the number of its line
   */
  CsvRecords(String text, char separator, int from, int firstLine) {
    this.text = text;
    this.separator = separator;
    at = from;
    line = firstLine;
  }

  /** Returns the next record; empty at the end. */
  Optional<CsvRecord> next() {
    if (at >= text.length()) {
      return Optional.empty();
    }
    int begin = at;
    int firstLine = line;
    List<CsvField> fields = new ArrayList<>();
    while (true) {
      fields.add(field());
      if (failure != null) {
        return Optional.of(broken(begin, fields, failure));
      }
      if (at < text.length() && text.charAt(at) == separator) {
        at++;
        continue;
      }
      int end = at;
      skipLineEnd();
      return Optional.of(new CsvRecord(firstLine, fields, text.substring(begin, end), null));
    }
  }

  private CsvRecord broken(int begin, List<CsvField> fields, Failure failed) {
    failure = null;
    at = failed.endOfLine();
    line = failed.line();
    skipLineEnd();
    return new CsvRecord(
        failed.line(), fields, text.substring(begin, failed.endOfLine()), failed.problem());
  }

  /** Reads a field up to the separator or the end of the line. */
  private CsvField field() {
    int begin = at;
    int quote = endOfBlanks(at);
    if (quote < text.length() && text.charAt(quote) == '"') {
      return quoted(quote, quote > begin);
    }
    while (at < text.length() && text.charAt(at) != separator && !isLineEnd(at)) {
      at++;
    }
    return new CsvField(text.substring(begin, at), false, false);
  }

  private CsvField quoted(int quote, boolean isPadded) {
    int openedIn = line;
    var value = new StringBuilder();
    at = quote + 1;
    while (at < text.length() && line - openedIn < MAX_LINES_OF_A_FIELD) {
      if (text.charAt(at) != '"') {
        int begin = at;
        if (isLineEnd(at)) {
          skipLineEnd();
        } else {
          at++;
        }
        value.append(text, begin, at);
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        value.append('"');
        at += 2;
      } else {
        at = endOfBlanks(at + 1);
        if (at == text.length() || text.charAt(at) == separator || isLineEnd(at)) {
          return new CsvField(value.toString(), true, isPadded);
        }
        return fail(line == openedIn ? AFTER_QUOTE : UNCLOSED, quote, openedIn);
      }
    }
    return fail(UNCLOSED, quote, openedIn);
  }

  private CsvField fail(String problem, int quote, int openedIn) {
    int end = quote;
    while (end < text.length() && !isLineEnd(end)) {
      end++;
    }
    failure = new Failure(problem, openedIn, end);
    return CsvField.EMPTY;
  }

  private int endOfBlanks(int from) {
    int end = from;
    while (end < text.length()
        && text.charAt(end) != separator
        && !isLineEnd(end)
        && Blanks.contains(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isLineEnd(int index) {
    return text.charAt(index) == '\n' || text.charAt(index) == '\r';
  }

  private void skipLineEnd() {
    if (at < text.length()) {
      boolean isPair = text.startsWith("\r\n", at);
      at += isPair ? 2 : 1;
      line++;
    }
  }
}
