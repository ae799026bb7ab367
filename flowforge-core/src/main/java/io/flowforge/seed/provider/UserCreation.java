package io.flowforge.seed.provider;

import static io.flowforge.seed.user.IdentityProviders.DATABASE_USERS;
import static io.flowforge.seed.user.IdentityProviders.MACHINE;

import io.flowforge.error.FlowforgeException;
import io.flowforge.identity.Auth0Accounts;
import io.flowforge.seed.provider.AccountMaker.RefusedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The creation of users at the identity provider, one after another. Only database connections take
 * users: those of other providers, such as Google, sign in first.
 */
public final class UserCreation {

  private final Auth0Accounts accounts;
  private final String connection;
  private final Patience patience;
  private final CreationProgress progress;

  /**
   * @param connection the name of the database connection of users with the provider {@code auth0}
   */
  public UserCreation(
      Auth0Accounts accounts, String connection, InstantSource clock, CreationProgress progress) {
    this(
        accounts,
        connection,
        new Patience(Patience.Limits.USUAL, clock, Thread::sleep, progress),
        progress);
  }

  UserCreation(
      Auth0Accounts accounts, String connection, Patience patience, CreationProgress progress) {
    this.accounts = accounts;
    this.connection = connection;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Creates the users that the provider does not have. A problem of one user does not keep the
   * others from being created; a problem of all users ends the run.
   *
   * @param isDryRun whether to look only
   */
  public CreationReport create(List<WantedUser> users, boolean isDryRun) {
    var maker = new AccountMaker(accounts, patience, connection, isDryRun);
    Map<String, AccountOutcome> outcomes = new LinkedHashMap<>();
    users.forEach(user -> outcomes.put(user.userId(), AccountOutcome.FAILED));
    List<String> notes = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    FlowforgeException stop = null;
    int done = 0;
    for (WantedUser user : users) {
      if (stop != null && user.provider().equals(DATABASE_USERS)) {
        continue;
      }
      try {
        outcomes.put(user.userId(), outcome(maker, user, notes));
      } catch (RefusedException e) {
        problems.add(user.place() + ": " + e.getMessage());
      } catch (FlowforgeException e) {
        stop = e;
      }
      progress.done(++done, users.size());
    }
    return new CreationReport(outcomes, notes, problems, stop);
  }

  private static AccountOutcome outcome(AccountMaker maker, WantedUser user, List<String> notes)
      throws RefusedException {
    return switch (user.provider()) {
      case DATABASE_USERS -> maker.make(user);
      case MACHINE -> AccountOutcome.MACHINE;
      default -> {
        notes.add(
            "%s: '%s' signs in first: users of %s cannot be created"
                .formatted(user.place(), user.email(), user.provider()));
        yield AccountOutcome.SIGNS_IN_FIRST;
      }
    };
  }
}
