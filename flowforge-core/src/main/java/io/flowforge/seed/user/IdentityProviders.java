package io.flowforge.seed.user;

import io.flowforge.scan.CharacterSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the column {@code idp} may say: the part of a user's id before the first {@code |}.
 *
 * @param database the name of the connection whose users have the prefix {@code auth0}
 * @param isOpen whether providers that Auth0 does not have are allowed, because another issuer
 *     signs the tokens
 */
public record IdentityProviders(String database, boolean isOpen) {

  /** The prefix of the users of database connections. */
  public static final String DATABASE_USERS = "auth0";

  /** Stands for a client that calls with its own token, whose subject is {@code <id>@clients}. */
  public static final String MACHINE = "machine";

  /** The name that Auth0 gives to the first database connection of a tenant. */
  public static final String USUAL_DATABASE = "Username-Password-Authentication";

  private static final CharacterSet NAME = CharacterSet.of("A-Za-z0-9._-");

  /** The prefixes of Auth0, which are its connection strategies. */
  private static final Set<String> PREFIXES =
      Set.copyOf(
          CharacterSet.of(" ")
              .split(
                  "ad adfs amazon aol apple auth0 auth0-adldap auth0-oidc baidu bitbucket bitly box custom"
                      + " daccount dropbox dwolla email evernote evernote-sandbox exact facebook fitbit"
                      + " flickr github google-apps google-oauth2 instagram ip line linkedin miicard"
                      + " oauth1 oauth2 office365 oidc okta paypal paypal-sandbox pingfederate"
                      + " planningcenter renren salesforce salesforce-community salesforce-sandbox samlp"
                      + " sharepoint shop shopify sms soundcloud thecity thecity-sandbox"
                      + " thirtysevensignals twitter untappd vkontakte waad weibo windowslive wordpress"
                      + " yahoo yammer yandex"));

  /** What people write for a prefix. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("google", "google-oauth2", "google-oauth", "google-oauth2");

  /** Returns the providers of an Auth0 tenant with the usual connection. */
  public static IdentityProviders ofAuth0() {
    return new IdentityProviders(USUAL_DATABASE, false);
  }

  /** Returns the prefix that the name stands for; empty if there is none. */
  Optional<String> prefixOf(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.equalsIgnoreCase(database) || name.equalsIgnoreCase(USUAL_DATABASE)) {
      return Optional.of(DATABASE_USERS);
    }
    if (isKnown(lower)) {
      return Optional.of(lower);
    }
    if (OTHER_NAMES.containsKey(lower)) {
      return Optional.ofNullable(OTHER_NAMES.get(lower));
    }
    return isOpen && !name.isEmpty() && NAME.containsAll(name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Returns whether ids of this provider begin with this text and {@code |}. */
  static boolean isKnown(String prefix) {
    return PREFIXES.contains(prefix) || prefix.equals(MACHINE);
  }
}
