package io.flowforge.step.http.output;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.reference.OutputRule;
import io.flowforge.step.http.exchange.BodyBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.NameValuePair;
import org.jspecify.annotations.Nullable;

/** Reads the outputs of an API step from a response. No message shows any part of a response. */
public final class OutputReader {

  /** The minimum length of a secret that can be masked, in characters. */
  private static final int MIN_SECRET = 8;

  private final Map<String, OutputRule> rules;
  private final ObjectReader json;

  public OutputReader(Step step, ObjectMapper mapper) {
    this.rules = step.outputs();
    this.json =
        mapper
            .readerFor(JsonNode.class)
            // Numbers such as 100.0 are passed on unchanged.
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
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

  /** A body that is no JSON. The message is the end of a sentence. */
  private static final class UnreadableBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    private UnreadableBodyException(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  /**
   * Reads what there is.
   *
   * @param body null if there is none
   */
  public ReadOutputs read(@Nullable BodyBytes body, List<? extends NameValuePair> headers) {
    if (rules.isEmpty()) {
      return ReadOutputs.NONE;
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List<String> secrets = new ArrayList<>();
    JsonNode tree = MissingNode.getInstance();
    String problem = "";
    if (rules.values().stream().anyMatch(rule -> rule.from() != null)) {
      try {
        tree = tree(body, headers);
      } catch (UnreadableBodyException e) {
        problem = "%s cannot be read: %s".formatted(namesOfBody(), e.getMessage());
      }
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

  private JsonNode tree(@Nullable BodyBytes body, List<? extends NameValuePair> headers)
      throws UnreadableBodyException {
    if (body == null || body.isEmpty()) {
      return MissingNode.getInstance();
    }
    Optional<byte[]> whole = body.whole();
    if (whole.isEmpty()) {
      throw new UnreadableBodyException("the response has " + body.description(), null);
    }
    boolean isEncoded =
        headers.stream()
            .anyMatch(
                header ->
                    header.getName().equalsIgnoreCase("Content-Encoding")
                        && !header.getValue().strip().equalsIgnoreCase("identity"));
    if (isEncoded) {
      throw new UnreadableBodyException("the body of the response is compressed", null);
    }
    try {
      JsonNode tree = json.readTree(whole.get());
      if (depthOf(tree) > PipelineLimits.DEPTH) {
        throw tooDeep(null);
      }
      return tree;
    } catch (JsonEOFException e) {
      throw new UnreadableBodyException("the JSON in the response ends too early", e);
    } catch (StreamConstraintsException e) {
      throw tooDeep(e);
    } catch (MismatchedInputException e) {
      throw new UnreadableBodyException(
          "the body of the response has a key twice, or more than one JSON value", e);
    } catch (JsonProcessingException e) {
      throw new UnreadableBodyException("the body of the response is not JSON", e);
    } catch (IOException e) {
      throw new UnreadableBodyException("the body of the response is not UTF-8", e);
    }
  }

  private static UnreadableBodyException tooDeep(@Nullable Throwable cause) {
    return new UnreadableBodyException(
        "the JSON in the response is nested more than %d levels deep, or has a number or a name that is too long"
            .formatted(PipelineLimits.DEPTH),
        cause);
  }

  /** The parser has bounded the depth before. */
  private static int depthOf(JsonNode node) {
    int depth = 0;
    for (JsonNode child : node) {
      depth = Math.max(depth, 1 + depthOf(child));
    }
    return depth;
  }
}
