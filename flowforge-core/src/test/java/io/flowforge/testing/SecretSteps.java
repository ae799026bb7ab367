package io.flowforge.testing;

import java.util.List;

/** Pipelines whose steps use secrets, as JSON for {@link World#pipeline}. */
public final class SecretSteps {

  private SecretSteps() {}

  /** A call with a secret in the header {@code Authorization}. */
  public static String header(String url, String secret) {
    return step(
        "\"method\": \"GET\", \"url\": \"%s\", \"headers\": {\"Authorization\": \"Bearer ${secret.%s}\"}"
            .formatted(url, secret));
  }

  /** A pipeline of one API step with these parameters. */
  public static String step(String parameters) {
    return Pipelines.chain(List.of("\"step_type\": \"API\", \"parameters\": {" + parameters + "}"));
  }
}
