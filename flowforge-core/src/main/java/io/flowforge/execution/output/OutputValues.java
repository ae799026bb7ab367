package io.flowforge.execution.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The outputs of one step.
 *
 * @param plain those that are not secret, by name
 * @param secret those that are, by name
 */
record OutputValues(ObjectNode plain, Map<String, String> secret) {

  OutputValues {
    secret = Map.copyOf(secret);
  }

  /** Returns the size of all values, in bytes of JSON. */
  int bytes() {
    int bytes = 0;
    for (var value : plain) {
      bytes += bytesOf(value.toString());
    }
    for (String value : secret.values()) {
      bytes += bytesOf(value);
    }
    return bytes;
  }

  static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    return "OutputValues[plain=%d, secret=%s]".formatted(plain.size(), secret.keySet());
  }
}
