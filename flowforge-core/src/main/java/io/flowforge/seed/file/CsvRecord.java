package io.flowforge.seed.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a line of a CSV file, or of several lines if a quoted field has line breaks.
 *
 * @param line the number of its first line, or the line of the problem
 * @param raw the text that it was read from, for a look at what a broken record may have meant
 * @param problem what is wrong, and how to fix it; null if nothing is. The fields are incomplete
 *     then.
 */
record CsvRecord(int line, List<CsvField> fields, String raw, @Nullable String problem) {

  boolean isBlank() {
    return problem == null && fields.stream().allMatch(CsvField::isBlank);
  }

  /** Omits the text, which may contain a password. */
  @Override
  public String toString() {
    return "line " + line + " with " + fields.size() + " fields";
  }
}
