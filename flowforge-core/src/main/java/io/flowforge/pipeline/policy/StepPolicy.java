package io.flowforge.pipeline.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The optional execution settings of a step.
 *
 * @param timeout the maximum time of one attempt; null for the server's default
 * @param retry null to fail after the first attempt
 * @param successCodes the status codes with which a call is completed; null for any 2xx
 */
public record StepPolicy(
    @Nullable Duration timeout, @Nullable RetryPolicy retry, @Nullable StatusCodes successCodes) {

  /** The policy of a step without any of these settings. */
  public static final StepPolicy DEFAULT = new StepPolicy(null, null, null);

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  public boolean isSuccess(int status) {
    return (successCodes == null ? StatusCodes.SUCCESSFUL : successCodes).contain(status);
  }

  /** Returns the fields of a step that are set. */
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

  /** Returns integers without a decimal point, as people write them. */
  private static JsonNode number(double value) {
    return value == Math.rint(value)
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }
}
