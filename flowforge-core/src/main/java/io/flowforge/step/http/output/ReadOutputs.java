package io.flowforge.step.http.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The outputs in a response.
 *
 * @param values those that are there, by name
 * @param problem why outputs cannot be read, as a sentence; empty if there is no reason
 * @param secrets the values of secret outputs, and what may be parts of them
 * @param mayHideSecrets whether secret outputs may be in a body that cannot be read
 */
public record ReadOutputs(
    Map<String, JsonNode> values, String problem, List<String> secrets, boolean mayHideSecrets) {

  static final ReadOutputs NONE = new ReadOutputs(Map.of(), "", List.of(), false);

  @Override
  public String toString() {
    return "ReadOutputs[values=%s, problem=%s]".formatted(values.keySet(), problem);
  }
}
