package io.flowforge.cli.login.issuer;

import com.fasterxml.jackson.databind.JsonNode;

/** The response to a form: an object, or an error. */
public sealed interface FormAnswer {

  /** A JSON object, which may contain secrets. */
  record Granted(JsonNode body) implements FormAnswer {

    /** Omits the secrets. */
    @Override
    public String toString() {
      return "granted";
    }
  }

  /** An error of the issuer. */
  record Refused(Refusal refusal) implements FormAnswer {}
}
