package io.flowforge.step.http.poll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.json.Json;

/**
 * What a look notes for the next one. It is stored in clear, so no URL with a secret may be in it.
 *
 * @param location the URL to look at; empty to repeat the step's own call
 * @param failed how many looks have failed since the last success
 * @param status the status code that was logged last; 0 for none
 * @param lines how many lines the looks have logged
 */
record PollMemo(String location, int failed, int status, int lines) {

  private static final ObjectReader JSON = Json.mapper().readerFor(JsonNode.class);

  /** Returns what was noted before the first look. */
  static PollMemo begin(String location, int status) {
    return new PollMemo(location, 0, status, 0);
  }

  PollMemo at(String newLocation) {
    return new PollMemo(newLocation, 0, status, lines);
  }

  PollMemo failedOnce() {
    return new PollMemo(location, failed + 1, status, lines);
  }

  PollMemo logged(int newStatus) {
    return new PollMemo(location, failed, newStatus, lines + 1);
  }

  /** Returns the text that is stored. */
  String text() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("location", location)
        .put("failed", failed)
        .put("status", status)
        .put("lines", lines)
        .toString();
  }

  /**
   * Reads the text that is stored.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PollMemo of(String text) {
    try {
      JsonNode memo = JSON.readTree(text);
      return new PollMemo(
          memo.path("location").asText(""),
          memo.path("failed").asInt(),
          memo.path("status").asInt(),
          memo.path("lines").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("what was noted of the poll cannot be read", e);
    }
  }
}
