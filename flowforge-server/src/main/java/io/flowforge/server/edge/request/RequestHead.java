package io.flowforge.server.edge.request;

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
public record RequestHead(
    String method, RequestTarget target, boolean isHttp10, List<Field> fields, Framing framing) {

  private static final String CONTINUE = "100-continue";
  private static final String HOST = "Host";

  /** Headers of the connection, and headers that are rewritten for Helidon. */
  private static final Set<String> REPLACED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  public RequestHead {
    fields = List.copyOf(fields);
    List<Field> hosts = fields.stream().filter(field -> field.isNamed(HOST)).toList();
    if (hosts.size() > 1 || (hosts.isEmpty() && !isHttp10)) {
      throw FramingException.malformed("the Host header is missing or repeated; send it once");
    }
    if (hosts.stream().anyMatch(host -> !Authority.isValid(host.value()))) {
      throw FramingException.malformed(
          "the Host header is malformed; send a host with an optional port, such as example.com:8080");
    }
  }

  /** Returns whether the connection ends with the response (RFC 9112, section 9.3). */
  public boolean isLast() {
    List<String> options =
        fields.stream()
            .filter(field -> field.isNamed("Connection"))
            .flatMap(field -> CharacterSet.COMMA.split(field.value()).stream())
            .map(Field::withoutBlanks)
            .toList();
    return options.stream().anyMatch("close"::equalsIgnoreCase)
        || (isHttp10 && options.stream().noneMatch("keep-alive"::equalsIgnoreCase));
  }

  /**
   * Returns whether the client waits for an interim response before the body. HTTP/1.0 has no such
   * response.
   */
  public boolean expectsContinue() {
    return !isHttp10
        && !(framing instanceof Framing.Absent)
        && fields.stream()
            .anyMatch(field -> field.isNamed("Expect") && field.value().equalsIgnoreCase(CONTINUE));
  }

  /** Returns whether the response has no body, whatever its headers announce. */
  public boolean isWithoutResponseBody() {
    return method.equals("HEAD");
  }

  private static Field host(String authority) {
    return new Field(HOST, Authority.withoutEmptyPort(authority));
  }

  /** Returns the head as HTTP/1.1 in a form that Helidon reads correctly. */
  public byte[] toBytes() {
    List<Field> written = new ArrayList<>();
    if (!target.authority().isEmpty()) {
      written.add(host(target.authority()));
    } else {
      written.add(
          fields.stream()
              .filter(field -> field.isNamed(HOST))
              .findFirst()
              .map(field -> host(field.value()))
              .orElseGet(() -> host("localhost")));
    }
    fields.stream()
        .filter(field -> !REPLACED.contains(field.lowerCaseName()))
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
