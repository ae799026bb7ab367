package io.flowforge.cli.login;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
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

  /**
   * Returns the name for the server, so that signing in to one never replaces another. A host has
   * no underscore, so the name of a server without a path tells its parts apart; others end with a
   * digest.
   *
   * @param server see {@link io.flowforge.cli.login.issuer.WebAddress#ofServer}
   */
  public static String of(URI server) {
    String host = String.valueOf(server.getHost());
    String port = server.getPort() < 0 ? "" : "_" + server.getPort();
    String scheme = "http".equals(server.getScheme()) ? "_http" : "";
    String path = Objects.requireNonNullElse(server.getRawPath(), "");
    String name = host + port + path + scheme;
    if (isAllowed(name)) {
      return name;
    }
    String allowed = ALLOWED.complement().replaceRuns(name, "_");
    String safe = allowed.startsWith("-") || allowed.startsWith(".") ? "_" + allowed : allowed;
    String digest = "_" + digest(server.toString());
    return safe.substring(0, Math.min(safe.length(), MAX_LENGTH - digest.length())) + digest;
  }

  /**
   * Returns the name.
   *
   * @throws InvalidException if it cannot be the name of a file
   */
  public static String checked(String name) {
    if (!isAllowed(name)) {
      throw new InvalidException(
          "a profile's name has 1 to %d letters, digits, dots, underscores and hyphens, and begins"
                  .formatted(MAX_LENGTH)
              + " with neither dot nor hyphen; choose another with --profile or "
              + VARIABLE);
    }
    return name;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static boolean isAllowed(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && ALLOWED.containsAll(name)
        && !name.startsWith(".")
        && !name.startsWith("-");
  }
}
