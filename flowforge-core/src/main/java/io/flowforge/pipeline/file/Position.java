package io.flowforge.pipeline.file;

/** A line and a column of a file, both counted from 1. */
record Position(int line, int column) {

  static final Position START = new Position(1, 1);

  /** Returns the position of a character of the text. */
  static Position of(String text, int index) {
    int line = 1;
    int begin = 0;
    int end = Math.clamp(index, 0, text.length());
    for (int at = 0; at < end; at++) {
      char character = text.charAt(at);
      boolean isReturn =
          character == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n');
      if (character == '\n' || isReturn) {
        line++;
        begin = at + 1;
      }
    }
    return new Position(line, end - begin + 1);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
