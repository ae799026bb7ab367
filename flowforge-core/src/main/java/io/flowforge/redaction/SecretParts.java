package io.flowforge.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.flowforge.json.Json;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the parts of a secret that a target may echo without the rest: lines, and values of JSON.
 */
public final class SecretParts {

  /** The minimum length of a part, in characters: shorter ones occur in too many words. */
  private static final int MIN_LENGTH = 8;

  private static final JsonFactory JSON = Json.factory().build();

  private SecretParts() {}

  /** Returns the secret, its lines and, if it is JSON, the strings and numbers in it. */
  public static Set<String> of(String secret) {
    Set<String> parts = new LinkedHashSet<>();
    parts.add(secret);
    addLines(secret, parts);
    try (JsonParser parser = JSON.createParser(secret)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
          addLines(parser.getText(), parts);
        }
      }
    } catch (IOException e) {
      // What was read so far counts; the rest is not JSON.
      return parts;
    }
    return parts;
  }

  private static void addLines(String text, Set<String> parts) {
    add(text, parts);
    text.lines().forEach(line -> add(line, parts));
  }

  private static void add(String text, Set<String> parts) {
    String stripped = text.strip();
    if (stripped.length() >= MIN_LENGTH) {
      parts.add(stripped);
    }
  }
}
