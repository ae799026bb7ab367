package io.flowforge.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains what is wrong with a request body: where, and what is expected there. Jackson's own
 * messages quote the body and name classes.
 */
final class JsonProblems {

  private static final Map<Class<?>, String> NAMES =
      Map.of(
          String.class, "a string",
          Integer.class, "a whole number",
          int.class, "a whole number",
          Boolean.class, "true or false",
          boolean.class, "true or false");

  private JsonProblems() {}

  static InvalidException explained(IOException problem) {
    return new InvalidException(
        switch (problem) {
          case StreamConstraintsException limit ->
              "the request body is nested too deeply, or contains a number or string that is too long"
                  + where(limit);
          case MismatchedInputException mismatch -> explained(mismatch);
          case JsonMappingException mapping ->
              "the request body has an invalid value at '" + Json.pathOf(mapping) + "'";
          case JsonProcessingException syntax ->
              "the request body is not valid JSON" + where(syntax);
          default -> "the request body cannot be read";
        });
  }

  /** Refuses the character NUL, which PostgreSQL cannot store in a string. */
  static void refuseNul(byte[] json) {
    for (byte next : json) {
      if (next == 0) {
        // Jackson also reads UTF-16 and UTF-32, in which the escapes below would not be found.
        throw new InvalidException("the request body must be JSON in UTF-8");
      }
    }
    String text = new String(json, StandardCharsets.UTF_8);
    int at = text.indexOf("\\u0000");
    while (at >= 0) {
      int backslashes = 0;
      while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
        backslashes++;
      }
      // After an even number of backslashes, this one begins an escape.
      if (backslashes % 2 == 0) {
        throw new InvalidException(
            "the request body contains a NUL character (\\u0000); remove it");
      }
      at = text.indexOf("\\u0000", at + 1);
    }
  }

  private static String explained(MismatchedInputException mismatch) {
    if (mismatch.getPath().isEmpty()) {
      return "the request body must be a single JSON object";
    }
    return "invalid type for field '%s': expected %s"
        .formatted(Json.pathOf(mismatch), nameOf(mismatch.getTargetType()));
  }

  private static String nameOf(@Nullable Class<?> type) {
    if (type == null) {
      return "another type";
    }
    String name = NAMES.get(type);
    if (name != null) {
      return name;
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static String where(JsonProcessingException problem) {
    @Nullable JsonLocation location = problem.getLocation();
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }
}
