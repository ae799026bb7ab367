package io.flowforge.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What placeholders may stand for beside form data and secrets.
 *
 * @param outputs the values of outputs, by the id of their step, then by name; a step that was
 *     skipped, or has not been executed, is absent
 * @param closed the reasons for which secret outputs cannot be read, by placeholder
 * @param request the values of the request, by name; those that nothing refers to may be absent
 */
public record KnownValues(
    Map<String, Map<String, JsonNode>> outputs,
    Map<String, String> closed,
    Map<String, String> request) {

  /** Nothing is known. */
  public static final KnownValues NONE = new KnownValues(Map.of(), Map.of(), Map.of());

  @Override
  public String toString() {
    return "KnownValues[outputs=" + outputs.keySet() + "]";
  }
}
