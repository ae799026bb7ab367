package io.flowforge.step.http.logging;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Masks the values of fields with secret names in JSON and HTML form data, however short they are.
 * Everything else remains as it is. Not thread-safe.
 */
public final class SecretFields {

  private static final String MASK = "***";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Predicate<String> isSecret;
  private final StringBuilder masked = new StringBuilder();

  private SecretFields(Predicate<String> isSecret) {
    this.isSecret = isSecret;
  }

  /** Returns the text with {@code ***} in place of the values of secret fields. */
  public static String masked(String text, Predicate<String> isSecret, ObjectMapper json) {
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    var fields = new SecretFields(isSecret);
    int end = fields.maskJson(plain, json);
    // What is not JSON, perhaps after some JSON, may be form data.
    fields.maskParameters(plain.substring(end));
    return fields.masked.toString();
  }

  /** Masks JSON values, and returns the index of what is not JSON. */
  private int maskJson(String text, ObjectMapper json) {
    var nesting = new SecretNesting(isSecret);
    int copied = 0;
    int end = 0;
    try (JsonParser parser = json.createParser(text)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean isSecretValue = nesting.isSecretValue(token, parser);
        if (token == JsonToken.FIELD_NAME) {
          // The parser is somewhere in the value already.
          continue;
        }
        if (isSecretValue) {
          int from = (int) parser.currentTokenLocation().getCharOffset();
          masked.append(text, copied, from).append('"').append(MASK).append('"');
          // If the text ends within the value, nothing after this is copied.
          copied = text.length();
          parser.finishToken();
          copied = (int) parser.currentLocation().getCharOffset();
        }
        parser.finishToken();
        end = (int) parser.currentLocation().getCharOffset();
      }
      end = text.length();
    } catch (IOException e) {
      if (nesting.isWithinSecret() && copied < text.length()) {
        // A value that is not valid JSON.
        masked.append(text, copied, end).append(MASK);
        copied = text.length();
      }
      end = Math.max(end, copied);
    }
    masked.append(text, copied, Math.max(copied, end));
    return end;
  }

  private void maskParameters(String text) {
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && !isSeparator(text.charAt(end))) {
        end++;
      }
      int equals = text.indexOf('=', at, end);
      if (equals >= 0 && isSecret.test(PercentEncoding.decodeForm(text.substring(at, equals)))) {
        masked.append(text, at, equals + 1).append(MASK);
      } else {
        masked.append(text, at, end);
      }
      if (end < text.length()) {
        masked.append(text.charAt(end));
      }
      at = end + 1;
    }
  }

  private static boolean isSeparator(char c) {
    return c == '&' || c == ';' || c == '?' || Character.isWhitespace(c);
  }
}
