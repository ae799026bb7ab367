package io.flowforge.cli.command.account;

import io.flowforge.cli.login.ProfileName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a stored sign-in. */
final class ProfileOption {

  @Option(
      names = "--profile",
      paramLabel = "<name>",
      description = "Name of the stored sign-in (default: $FLOWFORGE_PROFILE, or the latest).")
  private @Nullable String name;

  Optional<String> name(Map<String, String> environment) {
    return ProfileName.given(name, environment);
  }

  boolean isGiven() {
    return name != null;
  }
}
