package io.flowforge.server.edge.request;

import java.util.function.Supplier;

/**
 * Reads lines that end with CRLF (RFC 9112), and refuses every other byte that some parser could
 * take for the end of a line.
 */
public final class Lines {

  private static final int DELETE = 0x7f;
  private static final int MEMORY_STEP_BYTES = 1024;

  private final Input input;
  private final LineMemory memory;

  public Lines(Input input, LineMemory memory) {
    this.input = input;
    this.memory = memory;
  }

  /**
   * Returns the next line without its CRLF, one character per byte.
   *
   * @param max the maximum length of a line that is not empty; a longer one is never held in memory
   * @param tooLong creates the exception for a longer line
   */
  String read(int max, Supplier<FramingException> tooLong) {
    var line = new StringBuilder();
    for (int next = input.next(); next != '\r'; next = input.next()) {
      if (next == '\n') {
        throw FramingException.malformed("a line ends with LF; end each line with CRLF");
      }
      if ((next < ' ' && next != '\t') || next == DELETE) {
        throw FramingException.malformed(
            "the request line or a header contains a control character");
      }
      if (line.length() >= max) {
        throw tooLong.get();
      }
      line.append((char) next);
      if (line.length() % MEMORY_STEP_BYTES == 0) {
        memory.add(MEMORY_STEP_BYTES);
      }
    }
    memory.add(line.length() % MEMORY_STEP_BYTES);
    expectLineFeed();
    return line.toString();
  }

  /** Reads the CRLF after the data of a chunk. */
  void expectEnd() {
    if (input.next() != '\r') {
      throw FramingException.malformed("a chunk is longer than its size; end its data with CRLF");
    }
    expectLineFeed();
  }

  private void expectLineFeed() {
    if (input.next() != '\n') {
      throw FramingException.malformed("a CR has no LF after it; end each line with CRLF");
    }
  }
}
