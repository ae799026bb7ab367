package io.flowforge.step.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.testing.Doubling;
import org.junit.jupiter.api.Test;

class CallHeadersTest {

  @Test
  void manyHeadersAreComparedByTheirNames() {
    Doubling.takesLinearTime(
        1_000,
        CallHeadersTest::headers,
        headers ->
            CallHeaders.of(headers, new PlaceholderValues(JsonNodeFactory.instance.objectNode())));
  }

  private static ObjectNode headers(int count) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < count; i++) {
      headers.put("x" + i, "v");
    }
    return headers;
  }
}
