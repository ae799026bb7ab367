package io.flowforge.server.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A status line and headers written by Helidon.
 *
 * @param lines the lines without their line ends
 */
record ResponseHead(List<String> lines) {

  private static final String LINE_END = "\r\n";
  private static final String CONNECTION = "connection:";
  private static final String CONTENT_TYPE = "content-type:";
  private static final String TRANSFER_ENCODING = "transfer-encoding:";

  /** Parses a head with the empty line at its end. */
  static ResponseHead parse(String text) {
    List<String> lines = new ArrayList<>();
    int begin = 0;
    for (int end = text.indexOf(LINE_END); end >= 0; end = text.indexOf(LINE_END, begin)) {
      lines.add(text.substring(begin, end));
      begin = end + LINE_END.length();
    }
    lines.add(text.substring(begin));
    return new ResponseHead(lines);
  }

  /** Returns whether another response to the same request follows. */
  boolean isInterim() {
    return lines.getFirst().startsWith("HTTP/1.1 1");
  }

  boolean isChunked() {
    return lines.stream().anyMatch(line -> isNamed(line, TRANSFER_ENCODING));
  }

  /** Returns whether the response lasts, and its client need not reach a rate over all of it. */
  boolean isEventStream() {
    return lines.stream()
        .anyMatch(
            line ->
                isNamed(line, CONTENT_TYPE)
                    && line.toLowerCase(Locale.ROOT).contains("text/event-stream"));
  }

  /** Returns whether the connection ends with the response. */
  boolean isLast() {
    return lines.stream()
        .anyMatch(
            line -> isNamed(line, CONNECTION) && line.toLowerCase(Locale.ROOT).endsWith("close"));
  }

  /** Returns this head with a header that announces the end of the connection. */
  ResponseHead closing() {
    List<String> closing = without(CONNECTION);
    closing.add("Connection: close");
    return new ResponseHead(closing);
  }

  /** Returns this head for a body that is not chunked, but ends with the connection. */
  ResponseHead unframed() {
    return new ResponseHead(without(TRANSFER_ENCODING)).closing();
  }

  byte[] toBytes() {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<String> without(String name) {
    var kept = new ArrayList<>(lines);
    kept.removeIf(line -> isNamed(line, name));
    return kept;
  }

  private static boolean isNamed(String line, String name) {
    return line.regionMatches(true, 0, name, 0, name.length());
  }
}
