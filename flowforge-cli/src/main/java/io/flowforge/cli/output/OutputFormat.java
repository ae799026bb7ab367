package io.flowforge.cli.output;

import java.util.Locale;

/** The forms of output. */
public enum OutputFormat {
  /** Columns for people; on a terminal cut to its width. */
  TABLE,
  /** The JSON of the API. */
  JSON,
  /** Ids or names, one per line. */
  NAME;

  /** Returns the word for the option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
