package io.flowforge.step.http.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flowforge.json.Json;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.step.http.exchange.BodyBytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as JSON. It is parsed when it is first asked for. No message shows any
 * part of it. Not thread-safe.
 */
public final class JsonBody {

  private final @Nullable BodyBytes body;
  private final List<? extends NameValuePair> headers;
  private final ObjectMapper mapper;
  private @Nullable Parsed parsed;

  /**
   * @param body null if there is none
   */
  public JsonBody(
      @Nullable BodyBytes body, List<? extends NameValuePair> headers, ObjectMapper mapper) {
    this.body = body;
    this.headers = headers;
    this.mapper = mapper;
  }

  private record Parsed(JsonNode tree, String problem) {}

  /** A body that is no JSON. The message is the end of a sentence. */
  private static final class UnreadableBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    private UnreadableBodyException(String reason) {
      super(reason);
    }
  }

  /** Returns the JSON; a missing node if there is no body, or no readable one. */
  public JsonNode tree() {
    return parsed().tree();
  }

  /** Returns why the body cannot be read, as the end of a sentence; empty if it can. */
  public String problem() {
    return parsed().problem();
  }

  /** Tests whether there is more of the body than was kept. */
  public boolean isCutOff() {
    return body != null && body.whole().isEmpty();
  }

  private Parsed parsed() {
    if (parsed == null) {
      try {
        parsed = new Parsed(parse(), "");
      } catch (UnreadableBodyException e) {
        parsed = new Parsed(MissingNode.getInstance(), String.valueOf(e.getMessage()));
      }
    }
    return parsed;
  }

  private JsonNode parse() throws UnreadableBodyException {
    if (body == null || body.isEmpty()) {
      return MissingNode.getInstance();
    }
    Optional<byte[]> whole = body.whole();
    if (whole.isEmpty()) {
      throw new UnreadableBodyException("the response has " + body.description());
    }
    boolean isEncoded =
        headers.stream()
            .anyMatch(
                header ->
                    header.getName().equalsIgnoreCase("Content-Encoding")
                        && !header.getValue().strip().equalsIgnoreCase("identity"));
    if (isEncoded) {
      throw new UnreadableBodyException("the body of the response is compressed");
    }
    try {
      JsonNode tree = Json.exactReader(mapper).readTree(whole.get());
      if (Json.isDeeper(tree, PipelineLimits.DEPTH)) {
        throw tooDeep();
      }
      return tree;
    } catch (JsonEOFException e) {
      throw new UnreadableBodyException("the JSON in the response ends too early");
    } catch (StreamConstraintsException e) {
      throw tooDeep();
    } catch (MismatchedInputException e) {
      throw new UnreadableBodyException(
          "the body of the response has a key twice, or more than one JSON value");
    } catch (JsonProcessingException e) {
      throw new UnreadableBodyException("the body of the response is not JSON");
    } catch (IOException e) {
      throw new UnreadableBodyException("the body of the response is not UTF-8");
    }
  }

  private static UnreadableBodyException tooDeep() {
    return new UnreadableBodyException(
        "the JSON in the response is nested more than %d levels deep, or has a number or a name that is too long"
            .formatted(PipelineLimits.DEPTH));
  }
}
