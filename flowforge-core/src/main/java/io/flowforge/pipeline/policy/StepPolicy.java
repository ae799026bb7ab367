package io.flowforge.pipeline.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a step is executed, beside what it does; all of it optional.
 *
 * @param timeout how long one attempt may take; null for what the server says
 * @param retry null when the first failure counts
 * @param successCodes the statuses with which a call counts as completed; null for any 2xx
 */
public record StepPolicy(
    @Nullable Duration timeout, @Nullable RetryPolicy retry, @Nullable StatusCodes successCodes) {

  /** As in a pipeline that says nothing about it. */
  public static final StepPolicy USUAL = new StepPolicy(null, null, null);

  public boolean isUsual() {
    return equals(USUAL);
  }

  public boolean isSuccess(int status) {
    return (successCodes == null ? StatusCodes.SUCCESSFUL : successCodes).contain(status);
  }

  /** The fields of a step that say so; what is not said is not there. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (timeout != null) {
      json.set("timeout_seconds", seconds(timeout));
    }
    if (retry != null) {
      ObjectNode fields = json.putObject("retry");
      fields.put("max_attempts", retry.maxAttempts());
      fields.set("initial_delay_seconds", seconds(retry.initialDelay()));
      fields.set("multiplier", number(retry.multiplier()));
      fields.set("max_delay_seconds", seconds(retry.maxDelay()));
      if (retry.maxElapsed() != null) {
        fields.set("max_elapsed_seconds", seconds(retry.maxElapsed()));
      }
      fields.set("retry_on", StatusCodes.toJson(retry.retryOn()));
    }
    if (successCodes != null) {
      json.set("success_codes", successCodes.toJson());
    }
    return json;
  }

  private static JsonNode seconds(Duration duration) {
    return number(duration.toMillis() / 1000.0);
  }

  /** As people write it: 2, not 2.0. */
  private static JsonNode number(double value) {
    return value == Math.rint(value)
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }
}
