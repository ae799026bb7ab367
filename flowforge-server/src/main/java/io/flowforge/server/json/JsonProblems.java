package io.flowforge.server.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains what is wrong with a request body: where, and what is expected there. Jackson's own
 * messages quote the body and name classes.
 */
public final class JsonProblems {

  private static final Map<Class<?>, String> NAMES =
      Map.of(
          String.class, "a string",
          Integer.class, "a whole number",
          int.class, "a whole number",
          Boolean.class, "true or false",
          boolean.class, "true or false");

  private JsonProblems() {}

  /** Returns the exception for the client. */
  public static InvalidException explained(IOException problem) {
    return new InvalidException(
        switch (problem) {
          case StreamConstraintsException limit -> exceeded(limit) + where(limit);
          case MismatchedInputException mismatch -> explained(mismatch);
          case JsonMappingException mapping ->
              "the request body has an invalid value at '" + Json.pathOf(mapping) + "'";
          case JsonProcessingException syntax ->
              "the request body is not valid JSON" + where(syntax);
          default -> "the request body cannot be read";
        });
  }

  /** Names the limit that Jackson's message names by its getter. */
  private static String exceeded(StreamConstraintsException limit) {
    String message = String.valueOf(limit.getMessage());
    if (message.contains("getMaxNestingDepth")) {
      return "the request body is nested too deeply; use at most %d levels"
          .formatted(JsonLimits.MAX_DEPTH);
    }
    if (message.contains("getMaxTokenCount")) {
      return "the request body has too many parts; use at most %d values, names, brackets and braces"
          .formatted(JsonLimits.MAX_TOKENS);
    }
    if (message.contains("getMaxNameLength")) {
      return "the request body contains a name that is too long; use at most %d characters"
          .formatted(JsonLimits.MAX_NAME_LENGTH);
    }
    if (message.contains("getMaxNumberLength")) {
      return "the request body contains a number that is too long; use at most %d characters"
          .formatted(JsonLimits.MAX_NUMBER_LENGTH);
    }
    return "the request body contains a number or string that is too long";
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
