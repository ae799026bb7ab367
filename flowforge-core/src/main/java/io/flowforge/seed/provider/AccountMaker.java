package io.flowforge.seed.provider;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.AccountReply;
import io.flowforge.identity.AccountReply.Accounts;
import io.flowforge.identity.AccountReply.Busy;
import io.flowforge.identity.AccountReply.Declined;
import io.flowforge.identity.AccountReply.Exists;
import io.flowforge.identity.AccountReply.NoApi;
import io.flowforge.identity.AccountReply.NoConnection;
import io.flowforge.identity.AccountReply.NotAllowed;
import io.flowforge.identity.Auth0Accounts;
import io.flowforge.identity.NewAccount;
import io.flowforge.identity.ProviderAccount;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The creation of one account in a database connection. A second run finds the account by its
 * e-mail address, so an interrupted one can be repeated at any point.
 */
final class AccountMaker {

  private final Auth0Accounts accounts;
  private final Patience patience;
  private final String connection;
  private final boolean isDryRun;

  AccountMaker(Auth0Accounts accounts, Patience patience, String connection, boolean isDryRun) {
    this.accounts = accounts;
    this.patience = patience;
    this.connection = connection;
    this.isDryRun = isDryRun;
  }

  /** Says why there is no account; one sentence that follows the place of the row. */
  static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Finds or creates the account of a user.
   *
   * @throws RefusedException if that is impossible for this user
   * @throws io.flowforge.error.FlowforgeException if it is impossible for all users
   */
  AccountOutcome make(WantedUser user) throws RefusedException {
    // The addresses of database users are stored in lower case, and the search has regard to it.
    if (isFound(user, user.email().toLowerCase(Locale.ROOT))) {
      return AccountOutcome.EXISTING;
    }
    if (user.password().isEmpty()) {
      throw new RefusedException(
          "the identity provider has no user '%s', and column 'password' is empty; fill it in"
              .formatted(user.email()));
    }
    return isDryRun ? AccountOutcome.CREATED : created(user);
  }

  private boolean isFound(WantedUser user, String email) throws RefusedException {
    List<ProviderAccount> found = found(patience.reply(() -> accounts.withEmail(email)));
    if (found.stream().anyMatch(account -> account.userId().equals(user.userId()))) {
      return true;
    }
    // An account of another provider, such as Google, may have the same address.
    Optional<ProviderAccount> other =
        found.stream()
            .filter(account -> account.userId().startsWith(user.provider() + "|"))
            .findFirst();
    if (other.isPresent()) {
      throw new RefusedException(
          ("the identity provider has user '%s' with e-mail '%s'; write user_id '%s', or delete that"
                  + " user there")
              .formatted(
                  other.get().userId(),
                  user.email(),
                  other.get().userId().substring(user.provider().length() + 1)));
    }
    return false;
  }

  private AccountOutcome created(WantedUser user) throws RefusedException {
    var account = new NewAccount(connection, user.id(), user.email(), user.name(), user.password());
    var attempts = new Attempts();
    AccountReply reply = patience.reply(() -> attempts.counted(accounts.create(account)));
    if (reply instanceof Exists) {
      requireOwn(user);
      // An attempt without a response may have created it.
      return attempts.areUncertain ? AccountOutcome.CREATED : AccountOutcome.EXISTING;
    }
    for (ProviderAccount made : found(reply)) {
      if (!made.userId().equals(user.userId())) {
        throw new RefusedException(
            ("the identity provider gave the user the id '%s' instead of '%s'; correct user_id and"
                    + " idp")
                .formatted(made.userId(), user.userId()));
      }
    }
    return AccountOutcome.CREATED;
  }

  /** The attempts to create an account, of which an unfinished one may have succeeded. */
  private static final class Attempts {
    private boolean areUncertain;

    AccountReply counted(AccountReply reply) {
      areUncertain |= reply instanceof Busy busy && !busy.isRateLimit();
      return reply;
    }
  }

  /** Requires that an account that exists is the user's. */
  private void requireOwn(WantedUser user) throws RefusedException {
    for (ProviderAccount same : found(patience.reply(() -> accounts.withId(user.userId())))) {
      if (same.userId().equals(user.userId()) && same.email().equalsIgnoreCase(user.email())) {
        return;
      }
      throw new RefusedException(
          "the identity provider has user '%s' with e-mail '%s' instead of '%s'; correct one of them"
              .formatted(same.userId(), same.email(), user.email()));
    }
    if (!isFound(user, user.email())) {
      throw new RefusedException(
          "the identity provider already has a user with e-mail '%s', but does not show it; look for"
                  .formatted(user.email())
              + " it in another connection");
    }
  }

  private List<ProviderAccount> found(AccountReply reply) throws RefusedException {
    return switch (reply) {
      case Accounts all -> all.accounts();
      case NotAllowed denied ->
          throw new ForbiddenException(
              "the identity provider does not allow this (%s); check MANAGEMENT_API_CLIENT,"
                      .formatted(denied.reason())
                  + " MANAGEMENT_API_SECRET and MANAGEMENT_API_AUDIENCE, and grant read:users and"
                  + " create:users to that client");
      case NoConnection missing ->
          throw new InvalidException(
              ("the identity provider does not take users in the connection '%s' (%s); set"
                      + " MANAGEMENT_API_CONNECTION to the name of a database connection, and enable"
                      + " the client in MANAGEMENT_API_CLIENT for it")
                  .formatted(connection, missing.reason()));
      case Declined refused ->
          throw new RefusedException(
              "the identity provider refuses the user (%s); correct the row"
                  .formatted(refused.reason()));
      case NoApi elsewhere ->
          throw new InvalidException(
              ("there is no Management API at %s; set MANAGEMENT_API_URL to the URL of an Auth0 tenant"
                      + " (other providers, such as Entra and Keycloak, have another API)")
                  .formatted(elsewhere.uri()));
      case Exists _ -> throw new RefusedException("the identity provider reports a conflict");
      case Busy _ -> throw new IllegalStateException("waited out before");
    };
  }
}
