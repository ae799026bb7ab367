package io.flowforge.request.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * The key that a caller has given to a submission, so that it can be sent again.
 *
 * @param key unique for the caller in an organization
 * @param fingerprint a hash of what is submitted; equal if it is the same
 */
public record SubmissionKey(String key, String fingerprint) {

  private static final int MAX_LENGTH = 200;

  /** The visible characters of ASCII. */
  private static final CharacterSet CHARACTERS = CharacterSet.of("!-~");

  /**
   * Returns the key of a submission.
   *
   * @param submitted everything that is submitted; the order of its properties is ignored
   * @throws InvalidException if the key is too long or has other characters than allowed
   */
  public static SubmissionKey of(String key, ObjectNode submitted) {
    if (key.isEmpty() || key.length() > MAX_LENGTH || !CHARACTERS.containsAll(key)) {
      throw new InvalidException(
          "the header Idempotency-Key must have 1 to %d visible ASCII characters; a UUID is a good one"
              .formatted(MAX_LENGTH));
    }
    return new SubmissionKey(key, hash(sorted(submitted).toString()));
  }

  private static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      var properties = new TreeMap<String, JsonNode>();
      value.properties().forEach(each -> properties.put(each.getKey(), sorted(each.getValue())));
      return JsonNodeFactory.instance.objectNode().setAll(properties);
    }
    if (value.isArray()) {
      var elements = JsonNodeFactory.instance.arrayNode();
      value.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    return value;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
