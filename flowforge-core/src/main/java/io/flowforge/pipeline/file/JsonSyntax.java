package io.flowforge.pipeline.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;

/** Explains why a text is not JSON. */
record JsonSyntax(String text, JsonProcessingException problem) {

  private static final CharacterSet CLOSING = CharacterSet.of("]}");

  Position position() {
    return Position.of(text, index());
  }

  String explained() {
    String message = String.valueOf(problem.getOriginalMessage());
    if (problem instanceof StreamConstraintsException) {
      return exceeded(message);
    }
    if (problem instanceof JsonEOFException) {
      return "malformed JSON: the file ends too early; close all braces, brackets and quotes";
    }
    int at = index();
    char character = at < text.length() ? text.charAt(at) : ' ';
    if (CLOSING.contains(character) && isCommaBefore(at)) {
      return "malformed JSON: a comma before '%s'; remove it".formatted(character);
    }
    return switch (character) {
      case '/', '#' -> "malformed JSON: it has no comments; remove this one, or write YAML";
      case '\'' -> "malformed JSON: a single quote; write double quotes";
      default -> "malformed JSON: " + Excerpt.of(message, 200);
    };
  }

  private static String exceeded(String message) {
    if (message.contains("getMaxNestingDepth")) {
      return PlacedJson.TOO_DEEP;
    }
    return message.contains("getMaxTokenCount")
        ? PlacedJson.TOO_MANY
        : "contains a name or a number that is too long; shorten it";
  }

  private int index() {
    JsonLocation location = problem.getLocation();
    return location == null ? 0 : Math.clamp(location.getCharOffset(), 0, text.length());
  }

  private boolean isCommaBefore(int index) {
    int at = index - 1;
    while (at >= 0 && CharacterSet.BLANKS.contains(text.charAt(at))) {
      at--;
    }
    return at >= 0 && text.charAt(at) == ',';
  }
}
