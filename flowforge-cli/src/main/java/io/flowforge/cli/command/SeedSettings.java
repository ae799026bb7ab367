package io.flowforge.cli.command;

import io.flowforge.FlowforgeSettings;
import io.flowforge.seed.user.IdentityProviders;
import io.flowforge.settings.SettingsReader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the command {@code seed}.
 *
 * @param createsUsers whether users are to be created at the identity provider
 * @param providers what {@code user.csv} may name as identity providers
 */
record SeedSettings(FlowforgeSettings core, boolean createsUsers, IdentityProviders providers) {

  private static final String CREATE_USERS = "create_users";
  private static final String CONNECTION = "MANAGEMENT_API_CONNECTION";

  /**
   * Reads the environment.
   *
   * @param isAsked whether the command line asks to create users
   * @param hasUsers whether the command reads users at all
   * @throws io.flowforge.error.InvalidException with one detail for each setting that is missing or
   *     invalid
   */
  static SeedSettings read(Map<String, String> environment, boolean isAsked, boolean hasUsers) {
    return SettingsReader.read(environment, settings -> read(settings, isAsked, hasUsers));
  }

  private static Optional<SeedSettings> read(
      SettingsReader settings, boolean isAsked, boolean hasUsers) {
    boolean isSet = settings.valueOr(CREATE_USERS, false, SeedSettings::truth);
    boolean createsUsers = isAsked || (isSet && hasUsers);
    Optional<FlowforgeSettings> core = FlowforgeSettings.read(settings);
    if (createsUsers) {
      requireManagement(settings);
    }
    boolean hasOtherIssuer = settings.isSet("OIDC_ISSUER") && !settings.isSet("AUTH0_DOMAIN");
    var providers =
        new IdentityProviders(
            settings.valueOr(CONNECTION, IdentityProviders.USUAL_DATABASE, text -> text),
            hasOtherIssuer);
    return core.map(all -> new SeedSettings(all, createsUsers, providers));
  }

  /** Reads what people write for yes and no, in upper or lower case. */
  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw SettingsReader.mustBe(CREATE_USERS, "true or false", text);
    };
  }

  private static void requireManagement(SettingsReader settings) {
    require(
        settings,
        "MANAGEMENT_API_CLIENT",
        "write the id of a client that may read:users and create:users in Auth0's Management API");
    require(settings, "MANAGEMENT_API_SECRET", "write the secret of that client");
    if (!settings.isSet("AUTH0_DOMAIN")) {
      require(
          settings,
          "MANAGEMENT_API_URL",
          "write the URL of the tenant, such as https://example.eu.auth0.com/, or set AUTH0_DOMAIN");
    }
  }

  private static void require(SettingsReader settings, String name, String cure) {
    if (!settings.isSet(name)) {
      settings.refuse(name, "%s is not set; %s".formatted(name, cure));
    }
  }
}
