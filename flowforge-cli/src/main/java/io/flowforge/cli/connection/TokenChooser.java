package io.flowforge.cli.connection;

import static java.util.stream.Collectors.joining;

import io.flowforge.cli.login.AccessTokens;
import io.flowforge.cli.login.Profile;
import io.flowforge.cli.login.ProfileName;
import io.flowforge.cli.login.Profiles;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The choice of the token for a server. The token of a profile goes only to its own server. */
final class TokenChooser {

  static final String TOKEN_VARIABLE = "FLOWFORGE_TOKEN";

  private final Map<String, String> environment;
  private final Profiles profiles;
  private final AccessTokens tokens;

  TokenChooser(Map<String, String> environment, Profiles profiles, AccessTokens tokens) {
    this.environment = environment;
    this.profiles = profiles;
    this.tokens = tokens;
  }

  /**
   * A way to get a token.
   *
   * @param reason where it comes from, for people to read
   * @param token returns a token that is valid now
   */
  record ChosenToken(String reason, Supplier<String> token) {}

  /**
   * Returns the token for the server: of the profile that is named, from the environment, or of a
   * profile that is stored for the server.
   *
   * @throws ForbiddenException if nobody has signed in to the server
   * @throws InvalidException if the named profile is for another server
   */
  ChosenToken choose(URI server, Optional<String> profile) {
    Optional<Profile> named = profile.isPresent() ? profiles.selected(profile) : Optional.empty();
    if (named.isPresent()) {
      return of(requireFor(server, named.get()));
    }
    String token = environment.getOrDefault(TOKEN_VARIABLE, "").strip();
    if (!token.isEmpty()) {
      return new ChosenToken(TOKEN_VARIABLE, () -> token);
    }
    Optional<String> variable = ProfileName.given(null, environment);
    if (variable.isPresent()) {
      return of(requireFor(server, profiles.selected(variable).orElseThrow()));
    }
    return of(stored(server));
  }

  private ChosenToken of(Profile profile) {
    return new ChosenToken("profile " + profile.name(), () -> tokens.of(profile));
  }

  private static Profile requireFor(URI server, Profile profile) {
    if (!profile.server().equals(server)) {
      throw new InvalidException(
          "profile %s is for %s, not for %s; sign in there with flowforge login --server %s"
              .formatted(profile.name(), profile.server(), server, server));
    }
    return profile;
  }

  private Profile stored(URI server) {
    Optional<Profile> preferred =
        profiles.selected(Optional.empty()).filter(profile -> profile.server().equals(server));
    if (preferred.isPresent()) {
      return preferred.get();
    }
    List<Profile> all =
        profiles.list().stream().filter(profile -> profile.server().equals(server)).toList();
    return switch (all.size()) {
      case 0 ->
          throw new ForbiddenException(
              "you are not signed in to %s; run flowforge login --server %s, or set %s"
                  .formatted(server, server, TOKEN_VARIABLE));
      case 1 -> all.getFirst();
      default ->
          throw new InvalidException(
              "several profiles are for %s; choose one with --profile: %s"
                  .formatted(server, all.stream().map(Profile::name).collect(joining(", "))));
    };
  }
}
