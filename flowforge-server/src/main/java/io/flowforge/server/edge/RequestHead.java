package io.flowforge.server.edge;

import io.flowforge.scan.CharacterSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An unambiguous request line with its headers.
 *
 * @param isHttp10 whether the client uses HTTP/1.0
 */
record RequestHead(
    String method, RequestTarget target, boolean isHttp10, List<Field> fields, Framing framing) {

  private static final String CONTINUE = "100-continue";
  private static final String HOST = "Host";

  /** Headers of the connection, and headers that are rewritten for Helidon. */
  private static final Set<String> REPLACED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  RequestHead {
    fields = List.copyOf(fields);
    long hosts = fields.stream().filter(field -> field.isNamed(HOST)).count();
    if (hosts > 1 || (hosts == 0 && !isHttp10)) {
      throw FramingException.malformed("the Host header is missing or repeated; send it once");
    }
  }

  /** Returns whether the connection ends with the response (RFC 9112, section 9.3). */
  boolean isLast() {
    List<String> options =
        fields.stream()
            .filter(field -> field.isNamed("Connection"))
            .flatMap(field -> CharacterSet.COMMA.split(field.value()).stream())
            .map(Field::withoutBlanks)
            .toList();
    return options.stream().anyMatch("close"::equalsIgnoreCase)
        || (isHttp10 && options.stream().noneMatch("keep-alive"::equalsIgnoreCase));
  }

  /** Returns whether the client waits for an interim response before the body (not in HTTP/1.0). */
  boolean expectsContinue() {
    return !isHttp10
        && fields.stream()
            .anyMatch(field -> field.isNamed("Expect") && field.value().equalsIgnoreCase(CONTINUE));
  }

  /** Returns the head as HTTP/1.1 in a form that Helidon reads correctly. */
  byte[] toBytes() {
    List<Field> written = new ArrayList<>();
    boolean isAbsolute = !target.authority().isEmpty();
    if (isAbsolute) {
      written.add(new Field(HOST, target.authority()));
    } else if (fields.stream().noneMatch(field -> field.isNamed(HOST))) {
      written.add(new Field(HOST, "localhost"));
    }
    fields.stream()
        .filter(field -> !REPLACED.contains(field.lowerCaseName()))
        .filter(field -> !isAbsolute || !field.isNamed(HOST))
        .forEach(written::add);
    written.add(new Field("Connection", isLast() ? "close" : "keep-alive"));
    if (expectsContinue()) {
      written.add(new Field("Expect", CONTINUE));
    }
    switch (framing) {
      case Framing.Absent _ -> {}
      case Framing.Length length ->
          written.add(new Field("Content-Length", Long.toString(length.bytes())));
      case Framing.Chunked _ -> written.add(new Field("Transfer-Encoding", Framing.CHUNKED));
    }
    var text = new StringBuilder(method).append(' ').append(target.path()).append(" HTTP/1.1\r\n");
    written.forEach(
        field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
