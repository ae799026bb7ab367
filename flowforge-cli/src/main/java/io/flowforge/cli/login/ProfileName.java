package io.flowforge.cli.login;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for names of profiles, which are also names of files. */
public final class ProfileName {

  /** The variable that names the profile to use. */
  public static final String VARIABLE = "FLOWFORGE_PROFILE";

  private static final int MAX_LENGTH = 64;
  private static final CharacterSet ALLOWED = CharacterSet.of("A-Za-z0-9._-");

  private ProfileName() {}

  /** Returns the name that was given: by the option, or else by the variable. */
  public static Optional<String> given(@Nullable String option, Map<String, String> environment) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
        .filter(name -> !name.isEmpty());
  }

  /** Returns the name for the server, so that signing in to one never replaces another. */
  public static String of(URI server) {
    String host = String.valueOf(server.getHost());
    String name = server.getPort() < 0 ? host : host + "-" + server.getPort();
    String allowed = ALLOWED.complement().replaceRuns(name, "-");
    String cut = allowed.substring(0, Math.min(allowed.length(), MAX_LENGTH));
    return cut.startsWith("-") || cut.startsWith(".") ? "_" + cut.substring(1) : cut;
  }

  /**
   * Returns the name.
   *
   * @throws InvalidException if it cannot be the name of a file
   */
  public static String checked(String name) {
    if (name.isEmpty()
        || name.length() > MAX_LENGTH
        || !ALLOWED.containsAll(name)
        || name.startsWith(".")
        || name.startsWith("-")) {
      throw new InvalidException(
          "a profile's name has 1 to %d letters, digits, dots, underscores and hyphens, and begins"
                  .formatted(MAX_LENGTH)
              + " with neither dot nor hyphen; choose another with --profile or "
              + VARIABLE);
    }
    return name;
  }
}
