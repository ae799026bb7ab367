package io.flowforge.step.http.output;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.reference.OutputRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NameValuePair;

/** Reads the outputs of an API step from a response. No message shows any part of a response. */
public final class OutputReader {

  /** The minimum length of a secret that can be masked, in characters. */
  private static final int MIN_SECRET = 8;

  private final Map<String, OutputRule> rules;

  public OutputReader(Step step) {
    this.rules = step.outputs();
  }

  /** Tests whether any output of a step comes from the body. */
  public static boolean readsBody(Step step) {
    return step.outputs().values().stream().anyMatch(rule -> rule.from() != null);
  }

  /** Returns the problems of outputs that a step can never have. */
  public static List<String> problemsOf(Step step) {
    boolean isHead = step.parameters().path("method").asText("").strip().equalsIgnoreCase("HEAD");
    return isHead && readsBody(step)
        ? List.of("'outputs': the response to HEAD has no body; use from_header, or another method")
        : List.of();
  }

  /** Reads what there is. */
  public ReadOutputs read(JsonBody body, List<? extends NameValuePair> headers) {
    if (rules.isEmpty()) {
      return ReadOutputs.NONE;
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List<String> secrets = new ArrayList<>();
    JsonNode tree = MissingNode.getInstance();
    String problem = "";
    if (rules.values().stream().anyMatch(rule -> rule.from() != null)) {
      tree = body.tree();
      problem =
          body.problem().isEmpty()
              ? ""
              : "%s cannot be read: %s".formatted(namesOfBody(), body.problem());
    }
    for (var output : rules.entrySet()) {
      OutputRule rule = output.getValue();
      JsonNode value = valueOf(rule, tree, headers);
      if (!value.isMissingNode() && !value.isNull()) {
        values.put(output.getKey(), value);
        if (rule.secret()) {
          secrets.add(value.isValueNode() ? value.asText() : value.toString());
        }
      }
    }
    boolean isHidden =
        !problem.isEmpty()
            && rules.values().stream().anyMatch(rule -> rule.secret() && rule.from() != null);
    boolean mayHide = isHidden || secrets.stream().anyMatch(secret -> secret.length() < MIN_SECRET);
    return new ReadOutputs(values, problem, secrets, mayHide);
  }

  private static JsonNode valueOf(
      OutputRule rule, JsonNode tree, List<? extends NameValuePair> headers) {
    if (rule.from() != null) {
      return tree.at(JsonPointer.compile(rule.from()));
    }
    String name = String.valueOf(rule.fromHeader());
    List<String> found =
        headers.stream()
            .filter(header -> header.getName().equalsIgnoreCase(name))
            .map(header -> header.getValue().strip())
            .toList();
    return found.isEmpty() ? MissingNode.getInstance() : TextNode.valueOf(String.join(", ", found));
  }

  private String namesOfBody() {
    List<String> names =
        rules.entrySet().stream()
            .filter(rule -> rule.getValue().from() != null)
            .map(Map.Entry::getKey)
            .toList();
    return (names.size() == 1 ? "the output " : "the outputs ")
        + names.stream().map(name -> "'" + name + "'").collect(joining(", "));
  }
}
