package io.flowforge.media;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type such as {@code text/plain; charset=utf-8}.
 *
 * @param type the type, in lower case
 * @param subtype the subtype, in lower case
 * @param parameters the parameters by their names in lower case; of several with the same name, the
 *     first
 * @param rest what follows and is not part of a media type; empty if the text is well-formed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1">RFC 9110, 8.3.1</a>
 */
public record MediaType(String type, String subtype, Map<String, String> parameters, String rest) {

  /** The type of bodies of which nothing is known. */
  public static final MediaType UNKNOWN =
      new MediaType("application", "octet-stream", Map.of(), "");

  public MediaType {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads the media type at the beginning of a text, as lenient as targets are. The time is
   * proportional to the length of the text.
   *
   * @return empty if the text does not begin with a type, a slash and a subtype
   */
  public static Optional<MediaType> of(CharSequence text) {
    var scanner = new MediaTypeScanner(text);
    scanner.skipBlanks();
    String type = scanner.token();
    if (type.isEmpty() || !scanner.skip('/')) {
      return Optional.empty();
    }
    String subtype = scanner.token();
    if (subtype.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> parameters = scanner.parameters();
    return Optional.of(new MediaType(lower(type), lower(subtype), parameters, scanner.rest()));
  }

  /** Returns the type and the subtype. */
  public String name() {
    return type + "/" + subtype;
  }

  /** Returns the rules by which values are escaped in a body of this type. */
  public MediaFamily family() {
    return MediaFamily.of(this);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
