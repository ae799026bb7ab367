package io.flowforge.cli.command;

import io.flowforge.Environment;
import io.flowforge.error.InvalidException;
import io.flowforge.seed.user.IdentityProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings of the command {@code seed} that servers do not have. */
record SeedSettings(Environment environment) {

  private static final String CREATE_USERS = "create_users";
  private static final String CONNECTION = "MANAGEMENT_API_CONNECTION";

  static SeedSettings of(Map<String, String> environment) {
    return new SeedSettings(new Environment(environment));
  }

  /**
   * Returns whether users are to be created at the identity provider: the variable {@code
   * create_users}, in upper or lower case.
   *
   * @throws InvalidException if it is neither true nor false
   */
  boolean createsUsers() {
    String text = environment.text(CREATE_USERS).orElse("false");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default ->
          throw new InvalidException(
              "create_users must be true or false, but it is '%s'".formatted(text));
    };
  }

  /** Returns what {@code user.csv} may name as identity providers. */
  IdentityProviders providers() {
    boolean hasOtherIssuer =
        environment.text("OIDC_ISSUER").isPresent() && environment.text("AUTH0_DOMAIN").isEmpty();
    return new IdentityProviders(
        environment.text(CONNECTION).orElse(IdentityProviders.USUAL_DATABASE), hasOtherIssuer);
  }

  /**
   * Refuses to begin without a setting.
   *
   * @throws InvalidException that names all missing settings
   */
  void require(boolean createsUsers) {
    List<String> missing = new ArrayList<>();
    require(missing, "POSTGRES_URI", "postgres://user:password@host:5432/database");
    require(missing, "MONGO_URI", "mongodb://user:password@host:27017");
    if (createsUsers) {
      require(
          missing,
          "MANAGEMENT_API_CLIENT",
          "the id of a client that may read:users and create:users in Auth0's Management API");
      require(missing, "MANAGEMENT_API_SECRET", "the secret of that client");
      if (environment.text("AUTH0_DOMAIN").isEmpty()) {
        require(
            missing,
            "MANAGEMENT_API_URL",
            "the URL of the tenant, such as https://example.eu.auth0.com/; or set AUTH0_DOMAIN");
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidException(
          missing.size() == 1
              ? "a setting is missing; set this environment variable"
              : "%d settings are missing; set these environment variables"
                  .formatted(missing.size()),
          missing);
    }
  }

  private void require(List<String> missing, String name, String value) {
    if (environment.text(name).isEmpty()) {
      missing.add(name + ": " + value);
    }
  }
}
