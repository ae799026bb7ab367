package io.flowforge.cli.login.issuer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An error of an issuer (RFC 6749, section 5.2).
 *
 * @param error the code, such as {@code invalid_grant}
 * @param description what it means; may be empty
 */
public record Refusal(String error, String description) implements TokenAnswer {

  public Refusal {
    error = Shown.of(error);
    description = Shown.of(description);
  }

  static Refusal of(JsonNode body) {
    return new Refusal(body.path("error").asText(), body.path("error_description").asText(""));
  }

  /** Returns the code with its description, for messages. */
  @Override
  public String toString() {
    return description.isEmpty() ? error : error + ": " + description;
  }
}
