package io.flowforge.seed.file;

import io.flowforge.text.Blanks;

/**
 * A field of a CSV file, as it is written.
 *
 * @param text the text, without the quotes around it
 * @param isQuoted whether it is in quotes
 * @param isPadded whether there are blanks between the separator and the opening quote
 */
record CsvField(String text, boolean isQuoted, boolean isPadded) {

  static final CsvField EMPTY = new CsvField("", false, false);

  /** Returns whether nothing in the field can be seen. */
  boolean isBlank() {
    return Blanks.strip(text).isEmpty();
  }

  /** Omits the text, which may be a password. */
  @Override
  public String toString() {
    return text.length() + " characters";
  }
}
