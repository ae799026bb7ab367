package io.flowforge.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.server.testing.ApiOperation;
import io.flowforge.server.testing.ApiOperation.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.instancio.Random;

/** Paths and queries of an operation, as they stand in the request line. */
record FuzzTargets(Random random, SchemaValues values, WildValues wild) {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Other characters that browsers and scripts do not encode. */
  private static final String OFTEN_RAW = "!$'()*,;:@|[]+";

  /** Not what anybody would get by encoding a text. */
  private static final List<String> ODD =
      List.of(
          "%",
          "%4",
          "%zz",
          "%25%32%66",
          "%252F",
          "%00",
          "a%00b",
          "%0d%0aX:%20y",
          "%FF%FE",
          "%C0%AF",
          "%ED%A0%80",
          "%F5%80%80%80",
          "..",
          "%2e%2e",
          ".",
          "a;b=c",
          ";",
          "a|b",
          "[x]",
          "\"<>`^{}\\",
          "\u00e4",
          "+");

  FuzzTargets(Random random, SchemaValues values) {
    this(random, values, new WildValues(random));
  }

  /**
   * A request target.
   *
   * @param isItsPath whether the path leads to the operation that it was made for
   */
  record Target(String text, boolean isItsPath) {}

  /** Returns a target that the document allows. */
  Target good(ApiOperation operation) {
    String path = operation.path();
    boolean isItsPath = true;
    List<String> query = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      String value = encoded(goodText(operation, parameter), UNRESERVED);
      if (parameter.isInPath()) {
        isItsPath &= !isPublic(operation) || isPublicSegment(value);
        path = path.replace(inBraces(parameter), value);
      } else if (parameter.isRequired() || random.trueOrFalse(0.3)) {
        query.add(parameter.name() + "=" + value);
      }
    }
    return new Target(operation.base() + path + joined(query), isItsPath);
  }

  /** With a value or more that does not fit. */
  Target faulty(ApiOperation operation) {
    String path = operation.path();
    boolean isItsPath = true;
    List<String> query = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      boolean isGood = random.trueOrFalse(0.6);
      String raw = isGood ? encoded(goodText(operation, parameter), UNRESERVED) : faultyText();
      if (parameter.isInPath()) {
        // A slash and what is not there make it another path.
        isItsPath &= !raw.isEmpty() && !raw.contains("%2F") && !raw.equals("admin");
        isItsPath &= !isPublic(operation) || isPublicSegment(raw);
        path = path.replace(inBraces(parameter), raw);
      } else if (!isGood && random.trueOrFalse(0.3)) {
        query.add(parameter.name());
      } else if (isGood || random.trueOrFalse()) {
        query.add(parameter.name() + "=" + raw);
      }
    }
    for (int i = random.intRange(0, 2); i > 0 && random.trueOrFalse(); i--) {
      query.add(random.trueOrFalse() || query.isEmpty() ? faultyText() : random.oneOf(query));
    }
    return new Target(operation.base() + path + joined(query), isItsPath);
  }

  /** The server demands no access token of it, so that it has no answer to one that is wrong. */
  private static boolean isPublic(ApiOperation operation) {
    return operation.path().startsWith("/callback/");
  }

  /** Returns whether a value is one segment however it is read; otherwise a token is demanded. */
  private static boolean isPublicSegment(String raw) {
    String read = raw.toLowerCase(Locale.ROOT).replace("%2e", ".");
    return !read.isEmpty()
        && !read.contains("%2f")
        && !read.contains("%5c")
        && !read.contains("\\")
        && !read.equals(".")
        && !read.equals("..");
  }

  private String goodText(ApiOperation operation, Parameter parameter) {
    // A plain id is that of what stands before it in the path.
    String[] before = operation.path().split("/", -1);
    String named = before[1] + "." + parameter.name();
    String name = values.known().containsKey(named) ? named : parameter.name();
    JsonNode example = parameter.definition().path("example");
    boolean isKnown = values.known().containsKey(name);
    return isKnown || example.isMissingNode() || random.trueOrFalse()
        ? values.fitting(name, parameter.definition().path("schema")).asText()
        : example.asText();
  }

  private String faultyText() {
    return switch (random.intRange(0, 5)) {
      case 0 -> random.oneOf(ODD);
      case 1 -> random.trueOrFalse(0.1) ? "x".repeat(9000) : "";
      case 2 -> encoded(wild.number().asText(), UNRESERVED);
      case 3 -> encoded(wild.text(), "");
      default -> encoded(wild.text(), UNRESERVED + OFTEN_RAW);
    };
  }

  private String encoded(String text, String raw) {
    var encoded = new StringBuilder();
    for (byte one : text.getBytes(UTF_8)) {
      String character = new String(new byte[] {one}, ISO_8859_1);
      encoded.append(raw.contains(character) ? character : "%%%02X".formatted(one & 0xff));
    }
    return encoded.toString();
  }

  private static String joined(List<String> query) {
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  private static String inBraces(Parameter parameter) {
    return "{" + parameter.name() + "}";
  }
}
