package io.flowforge.seed.file;

import io.flowforge.text.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV text: where each begins and ends, and what is wrong with it. Lines end with
 * LF, CRLF or CR. Blanks around quotes are allowed. After a quote that is never closed it goes on
 * with the next line, so that one such quote hides no other problem.
 */
final class CsvRecords {

  private static final String UNCLOSED =
      "a quote is opened here and never closed; close or double it";
  private static final String AFTER_QUOTE =
      "there is text after a closing quote; double the quotes within a value, or remove them";

  /** The maximum number of lines of a field, which is also how often a line can be read. */
  private static final int MAX_LINES_OF_A_FIELD = 20;

  /** The parser looks for the next quote once per field, through the rest of the record. */
  private static final int MAX_FIELDS = 1024;

  private static final String TOO_WIDE =
      "the row has more than %d fields; remove the empty columns".formatted(MAX_FIELDS);

  private final String text;
  private final char separator;
  private final CsvFields fields;
  private int at;
  private int line;

  /**
   * @param from the index at which the first record begins
   * @param firstLine the number of its line
   */
  CsvRecords(String text, char separator, int from, int firstLine) {
    this.text = text;
    this.separator = separator;
    fields = new CsvFields(separator);
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
    List<CsvField> written = new ArrayList<>();
    String problem = scanField(written);
    while (problem == null && !endsLine(at)) {
      at++;
      problem = written.size() < MAX_FIELDS ? scanField(written) : broken(TOO_WIDE, at, line);
    }
    String raw = text.substring(begin, at);
    int place = problem == null ? firstLine : line;
    skipLineEnd();
    return Optional.of(new CsvRecord(place, fields.read(written), raw, problem));
  }

  /** Goes to the end of a field, and adds it to the others; returns what is wrong with it. */
  private @Nullable String scanField(List<CsvField> written) {
    int begin = at;
    int quote = endOfBlanks(begin);
    if (endsLine(quote) || text.charAt(quote) != '"') {
      while (!endsField(at)) {
        at++;
      }
      written.add(new CsvField(text.substring(begin, at), false, false));
      return null;
    }
    int openedIn = line;
    at = quote + 1;
    boolean isClosed = skipQuoted();
    int end = at;
    at = endOfBlanks(end);
    if (isClosed && endsField(at)) {
      written.add(new CsvField(text.substring(quote, end), true, quote > begin));
      return null;
    }
    return broken(isClosed && line == openedIn ? AFTER_QUOTE : UNCLOSED, quote, openedIn);
  }

  /** Goes behind the closing quote; returns whether there is one. */
  private boolean skipQuoted() {
    int endLine = line + MAX_LINES_OF_A_FIELD;
    while (at < text.length() && line < endLine) {
      if (endsLine(at)) {
        skipLineEnd();
      } else if (text.charAt(at++) == '"') {
        if (at == text.length() || text.charAt(at) != '"') {
          return true;
        }
        at++;
      }
    }
    return false;
  }

  /** Goes to the end of the line with the problem. */
  private String broken(String problem, int index, int lineOfProblem) {
    at = index;
    line = lineOfProblem;
    while (!endsLine(at)) {
      at++;
    }
    return problem;
  }

  private int endOfBlanks(int from) {
    int end = from;
    while (!endsField(end) && Blanks.contains(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean endsField(int index) {
    return endsLine(index) || text.charAt(index) == separator;
  }

  private boolean endsLine(int index) {
    return index == text.length() || text.charAt(index) == '\n' || text.charAt(index) == '\r';
  }

  private void skipLineEnd() {
    if (at < text.length()) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
    }
  }
}
