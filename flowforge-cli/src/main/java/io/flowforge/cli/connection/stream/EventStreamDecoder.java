package io.flowforge.cli.connection.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowforge.cli.connection.stream.EventStreamException.Remedy;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The events in the bytes of a stream, however they are cut, by the grammar in <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">the
 * HTML standard</a>: lines end with CR, LF or CRLF, a blank line ends an event, and one that has no
 * blank line behind it does not count. Not thread-safe.
 */
public final class EventStreamDecoder {

  private static final int BYTE_ORDER_MARK = '\uFEFF';

  /** Enough for any delay; more digits are as good as this one. */
  private static final int MAX_DIGITS = 9;

  private final int maxEventBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private int eventBytes;
  private boolean isFirstLine = true;
  private boolean isAfterReturn;
  private String type = "";
  private String id = "";
  private OptionalLong retryMillis = OptionalLong.empty();

  /**
   * @param maxEventBytes the maximum size of an event, with the names of its fields
   */
  public EventStreamDecoder(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Reads the next bytes of the stream, and returns the events that they complete.
   *
   * @param count how many of the bytes belong to the stream
   * @throws EventStreamException if an event is too large
   */
  public List<ReceivedEvent> decode(byte[] bytes, int count) throws EventStreamException {
    List<ReceivedEvent> events = new ArrayList<>();
    int begin = 0;
    for (int at = 0; at < count; at++) {
      byte next = bytes[at];
      if (next == '\n' && isAfterReturn) {
        isAfterReturn = false;
        begin = at + 1;
      } else if (next == '\n' || next == '\r') {
        append(bytes, begin, at);
        endLine(events);
        isAfterReturn = next == '\r';
        begin = at + 1;
      } else {
        isAfterReturn = false;
      }
    }
    append(bytes, begin, count);
    return events;
  }

  /** Returns how long the server wants clients to wait before they connect again, if it said so. */
  public OptionalLong retryMillis() {
    return retryMillis;
  }

  private void append(byte[] bytes, int begin, int end) throws EventStreamException {
    if (end - begin > maxEventBytes - eventBytes) {
      throw new EventStreamException(
          Remedy.GIVE_UP, "an event has more than %d bytes".formatted(maxEventBytes));
    }
    line.write(bytes, begin, end - begin);
    eventBytes += end - begin;
  }

  private void endLine(List<ReceivedEvent> events) {
    int size = line.size();
    String text = line.toString(UTF_8);
    line.reset();
    if (isFirstLine && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    isFirstLine = false;
    if (text.isEmpty()) {
      dispatch(events);
    } else if (text.charAt(0) == ':') {
      // A stream may consist of nothing but comments for hours.
      eventBytes -= size;
    } else {
      int colon = text.indexOf(':');
      String value = colon < 0 ? "" : text.substring(colon + 1);
      field(
          colon < 0 ? text : text.substring(0, colon),
          value.startsWith(" ") ? value.substring(1) : value);
    }
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> {
        if (value.indexOf('\0') < 0) {
          id = value;
        }
      }
      case "retry" -> {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
          retryMillis = OptionalLong.of(millis(value));
        }
      }
      default -> {
        // Later versions of the format may have more fields.
      }
    }
  }

  private static long millis(String digits) {
    return digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(digits);
  }

  private void dispatch(List<ReceivedEvent> events) {
    if (!data.isEmpty()) {
      data.setLength(data.length() - 1);
      events.add(new ReceivedEvent(type.isEmpty() ? "message" : type, data.toString(), id));
    }
    data.setLength(0);
    type = "";
    eventBytes = 0;
  }
}
