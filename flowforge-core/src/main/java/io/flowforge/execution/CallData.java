package io.flowforge.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an API step sends, before values are put in. Some pipelines hold it as a text of JSON: it is
 * read as JSON first, so that a quote in a value stays part of the value.
 */
final class CallData {

  private static final Pattern LIKE_JSON =
      Pattern.compile("\\s*(\\{|\\[\\s*[{\\[\"]).*", Pattern.DOTALL);

  private static final Pattern TEXT_OR_PLACEHOLDER =
      Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|\\$\\{[^{}]+}", Pattern.DOTALL);

  private CallData() {}

  /**
   * JSON, or a text to be sent as it is; null when there is nothing to send.
   *
   * @throws IllegalArgumentException when it is a text that is meant to be JSON and is not: values
   *     could not be put into it safely
   */
  static @Nullable JsonNode read(JsonNode data, ObjectMapper json) {
    if (data.isMissingNode() || data.isNull()) {
      return null;
    }
    if (!data.isTextual() || !LIKE_JSON.matcher(data.textValue()).matches()) {
      return data;
    }
    try {
      return json.reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(quoted(data.textValue()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("parameter 'data' looks like JSON, but it is not", e);
    }
  }

  /** A placeholder outside of quotes stands for a whole value: in quotes it is JSON and does so. */
  private static String quoted(String text) {
    return TEXT_OR_PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group().startsWith("\"")
                        ? match.group()
                        : TextNode.valueOf(match.group()).toString()));
  }
}
