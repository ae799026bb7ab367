package io.flowforge.server.edge.request;

import io.flowforge.scan.CharacterSet;
import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;

/** The rule that tells where the body of a request ends (RFC 9112, section 6.3). */
public sealed interface Framing {

  /** A request without a body. */
  record Absent() implements Framing {}

  /** A body of a known number of bytes, at least one. */
  record Length(long bytes) implements Framing {}

  /** A body that ends with its last chunk. */
  record Chunked() implements Framing {}

  String CHUNKED = "chunked";

  /** The number of decimal digits that always fit into 63 bits. */
  int MAX_LENGTH_DIGITS = 18;

  /**
   * Returns the only framing that the headers allow.
   *
   * @throws FramingException if two parsers could disagree
   */
  static Framing of(List<Field> fields, boolean isHttp10) {
    List<String> codings = elements(fields, "Transfer-Encoding");
    List<String> lengths = elements(fields, "Content-Length");
    if (codings.isEmpty()) {
      return lengths.isEmpty() ? new Absent() : ofLength(lengths);
    }
    if (!lengths.isEmpty()) {
      throw FramingException.malformed(
          "Content-Length and Transfer-Encoding exclude each other; send only one of them");
    }
    if (isHttp10) {
      throw FramingException.malformed(
          "HTTP/1.0 has no Transfer-Encoding; send a Content-Length or use HTTP/1.1");
    }
    return ofCodings(codings);
  }

  private static Framing ofCodings(List<String> codings) {
    if (codings.stream().anyMatch(coding -> !Field.isToken(coding))) {
      throw FramingException.malformed("Transfer-Encoding is malformed; send 'chunked'");
    }
    if (codings.stream().anyMatch(coding -> !coding.equals(CHUNKED))) {
      throw FramingException.of(
          Status.NOT_IMPLEMENTED_501, "the only Transfer-Encoding that is supported is 'chunked'");
    }
    if (codings.size() > 1) {
      throw FramingException.malformed("Transfer-Encoding names 'chunked' twice; send it once");
    }
    return new Chunked();
  }

  private static Framing ofLength(List<String> lengths) {
    String length = lengths.getFirst();
    if (lengths.stream().anyMatch(other -> !other.equals(length))) {
      throw FramingException.malformed("the values of Content-Length differ; send one");
    }
    if (length.isEmpty() || !length.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw FramingException.malformed("Content-Length is malformed; use digits only");
    }
    if (length.length() > MAX_LENGTH_DIGITS) {
      throw FramingException.malformed(
          "Content-Length has more than " + MAX_LENGTH_DIGITS + " digits");
    }
    long bytes = Long.parseLong(length);
    return bytes == 0 ? new Absent() : new Length(bytes);
  }

  /** Returns the elements of all headers with this name; an empty value is an element, too. */
  private static List<String> elements(List<Field> fields, String name) {
    return fields.stream()
        .filter(field -> field.isNamed(name))
        .flatMap(field -> CharacterSet.COMMA.split(field.value()).stream())
        .map(element -> Field.withoutBlanks(element).toLowerCase(Locale.ROOT))
        .toList();
  }
}
