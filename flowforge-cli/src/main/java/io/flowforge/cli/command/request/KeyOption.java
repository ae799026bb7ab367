package io.flowforge.cli.command.request;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that submit a request. */
final class KeyOption {

  @Option(
      names = "--idempotency-key",
      paramLabel = "<key>",
      description =
          "A name for this submission, such as a UUID: repeating the command with it within a day"
              + " returns the same request.")
  private @Nullable String key;

  Optional<String> value() {
    return Optional.ofNullable(key);
  }
}
