package io.flowforge.server.edge.request;

import io.flowforge.scan.CharacterSet;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads request lines and headers, and refuses those that are ambiguous. */
public final class HeadReader {

  /** RFC 6585, section 5. */
  private static final Status HEADERS_TOO_LARGE =
      Status.create(431, "Request Header Fields Too Large");

  /** Far more than browsers and proxies send; each costs more memory than its bytes. */
  static final int MAX_FIELDS = 200;

  /** About what the objects of a header occupy, here and in Helidon, beside its bytes. */
  private static final int FIELD_OVERHEAD_BYTES = 200;

  private static final int LINE_END = 2;

  private final Lines lines;
  private final HeadLimits limits;
  private final LineMemory memory;
  private String origin = "";

  public HeadReader(Lines lines, HeadLimits limits, LineMemory memory) {
    this.lines = lines;
    this.limits = limits;
    this.memory = memory;
  }

  /** Returns the origin header of the current request as far as it is read, or an empty string. */
  public String origin() {
    return origin;
  }

  public RequestHead read() {
    origin = "";
    String line = requestLine();
    if (line.isEmpty()) {
      // Some clients send a line end after a body (RFC 9112, section 2.2).
      line = requestLine();
    }
    List<String> parts = CharacterSet.of(" ").split(line);
    if (parts.size() != 3 || line.indexOf('\t') >= 0 || !Field.isToken(parts.getFirst())) {
      throw FramingException.malformed(
          "the request line is malformed; send a method, a path and HTTP/1.1, separated by single spaces");
    }
    boolean isHttp10 = isHttp10(parts.getLast());
    RequestTarget target = RequestTarget.parse(parts.getFirst(), parts.get(1));
    List<Field> fields = fields();
    return new RequestHead(
        parts.getFirst(), target, isHttp10, fields, Framing.of(fields, isHttp10));
  }

  private String requestLine() {
    return lines.read(
        limits.requestLineBytes(),
        () ->
            FramingException.of(
                Status.REQUEST_URI_TOO_LONG_414, "the path and the query are too long"));
  }

  private List<Field> fields() {
    Supplier<FramingException> tooLarge =
        () -> FramingException.of(HEADERS_TOO_LARGE, "the request headers are too large");
    List<Field> fields = new ArrayList<>();
    int left = limits.headerBytes();
    for (String line = lines.read(left - LINE_END, tooLarge);
        !line.isEmpty();
        line = lines.read(left - LINE_END, tooLarge)) {
      Field field = Field.parse(line);
      if (field.isNamed("Origin")) {
        origin = field.value();
      }
      if (fields.size() == MAX_FIELDS) {
        throw FramingException.of(
            HEADERS_TOO_LARGE, "the request has more than " + MAX_FIELDS + " headers");
      }
      memory.add(FIELD_OVERHEAD_BYTES);
      fields.add(field);
      left -= line.length() + LINE_END;
    }
    return fields;
  }

  /** Treats a later minor version than 1.1 as 1.1 (RFC 9110, section 2.5). */
  private static boolean isHttp10(String version) {
    if (version.length() == 8 && version.startsWith("HTTP/1.")) {
      char minor = version.charAt(7);
      if (minor >= '0' && minor <= '9') {
        return minor == '0';
      }
    }
    throw FramingException.malformed("the protocol version is not supported; use HTTP/1.1");
  }
}
