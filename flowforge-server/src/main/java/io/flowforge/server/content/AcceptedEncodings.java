package io.flowforge.server.content;

import io.flowforge.scan.CharacterSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The header {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
final class AcceptedEncodings {

  private static final CharacterSet SEMICOLON = CharacterSet.of(";");
  private static final CharacterSet WEIGHT = CharacterSet.of("0-9.");

  /** The longest weight that the grammar allows, such as {@code 0.125}. */
  private static final int MAX_WEIGHT_LENGTH = 5;

  private AcceptedEncodings() {}

  /**
   * Returns whether the client takes gzip, and does not prefer the bytes as they are.
   *
   * @param header the values of all lines of the header, separated by commas; empty if there is
   *     none
   */
  static boolean preferGzip(String header) {
    OptionalDouble gzip = OptionalDouble.empty();
    OptionalDouble identity = OptionalDouble.empty();
    OptionalDouble others = OptionalDouble.empty();
    for (String item : CharacterSet.COMMA.split(header)) {
      List<String> parts = SEMICOLON.split(item);
      OptionalDouble weight = OptionalDouble.of(weight(parts));
      switch (parts.getFirst().strip().toLowerCase(Locale.ROOT)) {
        case "gzip", "x-gzip" -> gzip = weight;
        case "identity" -> identity = weight;
        case "*" -> others = weight;
        default -> {
          // An encoding that this server does not have.
        }
      }
    }
    double ofGzip = gzip.orElse(others.orElse(0));
    return ofGzip > 0 && ofGzip >= identity.orElse(0);
  }

  /** Returns 0, which refuses the encoding, for a weight that is none. */
  private static double weight(List<String> parts) {
    double weight = 1;
    for (String parameter : parts.subList(1, parts.size())) {
      String text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("q=")) {
        weight = weight(text.substring(2));
      }
    }
    return weight;
  }

  private static double weight(String text) {
    if (text.isEmpty() || text.length() > MAX_WEIGHT_LENGTH || !WEIGHT.containsAll(text)) {
      return 0;
    }
    try {
      double weight = Double.parseDouble(text);
      return weight <= 1 ? weight : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
