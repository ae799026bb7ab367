package io.flowforge.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a JSON text once without keeping anything of it: how much there is, and
 * whether it is acceptable everywhere, in parts that are ignored later, too.
 *
 * @param tokens the number of values, names, brackets and braces, up to the problem
 * @param problem the first problem, null if there is none
 */
public record JsonScan(int tokens, @Nullable InvalidException problem) {

  /**
   * Scans a JSON text.
   *
   * @param factory has the limits of {@link JsonLimits}
   */
  public static JsonScan of(JsonFactory factory, byte[] json) {
    int tokens = 0;
    try (JsonParser parser = factory.createParser(json)) {
      Utf8.requireNoNul(json);
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokens++;
        if (token == JsonToken.FIELD_NAME) {
          StringCheck.check(parser.currentName(), parser.getParsingContext());
        } else if (token == JsonToken.VALUE_STRING) {
          StringCheck.check(
              CharBuffer.wrap(
                  parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()),
              parser.getParsingContext());
        }
      }
      Utf8.requireValid(json);
      return new JsonScan(tokens, null);
    } catch (InvalidException e) {
      return new JsonScan(tokens, e);
    } catch (IOException e) {
      return new JsonScan(tokens, JsonProblems.explained(e));
    }
  }

  /**
   * Throws the problem if there is one.
   *
   * @throws InvalidException with a message that names the place
   */
  public void requireAcceptable() {
    if (problem != null) {
      throw problem;
    }
  }
}
