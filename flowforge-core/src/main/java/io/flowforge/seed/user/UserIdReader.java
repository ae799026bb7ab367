package io.flowforge.seed.user;

import static io.flowforge.seed.user.IdentityProviders.MACHINE;

import io.flowforge.scan.CharacterSet;
import io.flowforge.seed.file.Problems;
import java.util.Locale;

/**
 * A reader of the columns {@code user_id} and {@code idp}. People copy an id with its prefix, or
 * write the name of a connection; what is certain is mended, and everything else is a problem.
 *
 * @param mayShow whether the column {@code idp} cannot contain the password
 */
record UserIdReader(String place, boolean mayShow, IdentityProviders providers, Problems problems) {

  private static final String CLIENTS = "@clients";
  private static final CharacterSet BLANK = CharacterSet.of(" ");

  UserId read(String id, String idp) {
    int bar = idp.indexOf('|');
    String written = bar < 0 ? idp : idp.substring(0, bar);
    String provider = provider(idp, written);
    String suffix = idp.substring(bar + 1);
    if (bar >= 0 && !provider.isEmpty()) {
      boolean isRepeated = suffix.isEmpty() || id.equals(suffix) || id.equals(idp);
      if (isRepeated) {
        mended("idp '%s' was read as '%s', without the bar".formatted(idp, provider));
      } else {
        problem(
            "idp '%s' contains another id than user_id; write '%s', and correct user_id"
                .formatted(idp, provider));
      }
    } else if (!provider.isEmpty() && !provider.equals(idp)) {
      mended("idp '%s' was read as '%s'".formatted(idp, provider));
    }
    String bare = provider.isEmpty() ? id : withoutPrefix(id, written, provider);
    if (BLANK.containsAny(bare)) {
      problem("column 'user_id' contains a space; remove it");
    }
    if (provider.equals(MACHINE)) {
      return machine(bare);
    }
    if (bare.endsWith(CLIENTS)) {
      problem(
          "user_id '%s' is the subject of a machine's token; write idp %s and user_id '%s'"
              .formatted(bare, MACHINE, bare.substring(0, bare.length() - CLIENTS.length())));
    }
    return new UserId(provider + "|" + bare, provider, !provider.isEmpty() && !bare.isEmpty());
  }

  private UserId machine(String id) {
    String client = id;
    if (id.endsWith(CLIENTS)) {
      client = id.substring(0, id.length() - CLIENTS.length());
      mended("user_id '%s' was read as '%s'".formatted(id, client));
    }
    if (client.indexOf('@') >= 0 || client.indexOf('|') >= 0) {
      problem("user_id '%s' is not the id of a client; write the client id only".formatted(id));
    }
    return new UserId(client + CLIENTS, MACHINE, !client.isEmpty());
  }

  private String provider(String idp, String written) {
    String provider = providers.prefixOf(written).orElse("");
    if (provider.isEmpty() && !idp.isEmpty()) {
      problem(
          ("%s; write one like auth0 or google-oauth2: the part of the"
                  + " user's id before the bar, which is auth0 for users of a database connection")
              .formatted(
                  mayShow
                      ? "'%s' is not an identity provider".formatted(idp)
                      : "column 'idp' has no identity provider"));
    }
    return provider;
  }

  /** Removes the prefix that the provider's ids have, and refuses that of another provider. */
  private String withoutPrefix(String id, String written, String provider) {
    int bar = id.indexOf('|');
    if (bar < 0) {
      return id;
    }
    String prefix = id.substring(0, bar);
    String rest = id.substring(bar + 1);
    String lower = prefix.toLowerCase(Locale.ROOT);
    if (lower.equals(provider) || prefix.equals(provider) || prefix.equalsIgnoreCase(written)) {
      mended("user_id '%s' was read as '%s', without the provider's prefix".formatted(id, rest));
      int second = rest.indexOf('|');
      if (second >= 0 && rest.substring(0, second).equalsIgnoreCase(provider)) {
        problem(
            "user_id '%s' begins with its provider twice; write '%s'"
                .formatted(id, rest.substring(second + 1)));
      }
      return rest;
    }
    if (IdentityProviders.isKnown(lower)) {
      problem(
          "user_id '%s' belongs to provider '%s', but idp is '%s'; correct one of them"
              .formatted(id, lower, provider));
    }
    return id;
  }

  private void mended(String what) {
    problems.mended(place, what);
  }

  private void problem(String problem) {
    problems.add(place, problem);
  }
}
