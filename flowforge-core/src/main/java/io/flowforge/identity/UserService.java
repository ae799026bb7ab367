package io.flowforge.identity;

import io.flowforge.batch.Batches;
import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The operations on users. Safe for use by many threads. */
public final class UserService {

  private static final int BATCH = 500;

  private final Database database;
  private final UserStore users;
  private final Auth0Management management;
  private final InstantSource clock;

  public UserService(
      Database database, UserStore users, Auth0Management management, InstantSource clock) {
    this.database = database;
    this.users = users;
    this.management = management;
    this.clock = clock;
  }

  /**
   * Creates a user from the identity provider's record of a person. A repeated call returns the
   * existing user and does not change the name.
   *
   * @throws ForbiddenException if the user has been deleted: deleted users cannot restore
   *     themselves
   * @throws NotFoundException if the identity provider has no such user
   * @throws io.flowforge.error.UnavailableException if the identity provider cannot be reached
   */
  public User signUp(Caller.Person caller, DisplayName name) {
    String userId = caller.userId();
    Optional<User> known = database.inTransaction(tx -> findEvenDeleted(tx, userId));
    if (known.isPresent()) {
      return notDeleted(known.get());
    }
    ProviderUser found = management.user(userId);
    var added =
        new User(
            userId, found.email(), name.text(), found.identityProvider(), clock.instant(), false);
    return database.inTransaction(
        tx -> {
          if (users.addIfAbsent(tx, added)) {
            return added;
          }
          // A concurrent call of the same person has added the user.
          return notDeleted(findEvenDeleted(tx, userId).orElse(added));
        });
  }

  /**
   * Adds a user who need not sign up, for operators.
   *
   * @throws ConflictException if there is a user with that id, or was one
   */
  public User add(NewUser user) {
    var added =
        new User(
            user.userId(),
            user.email(),
            user.name().text(),
            user.identityProvider(),
            clock.instant(),
            false);
    if (!database.inTransaction(tx -> users.addIfAbsent(tx, added))) {
      throw new ConflictException(
          "there is a user %s already, or was one before it was deleted".formatted(user.userId()));
    }
    return added;
  }

  /**
   * Refuses a deleted user, whose token can be valid for a while. A person who is not a user yet is
   * not refused.
   *
   * @throws ForbiddenException if the user has been deleted
   */
  public void requireNotDeleted(Caller.Person caller) {
    if (database.inTransaction(tx -> users.isDeleted(tx, caller.userId()))) {
      throw deleted(caller.userId());
    }
  }

  /**
   * Returns the user of a person who has just logged in.
   *
   * @throws NotFoundException if the person is not a user yet
   */
  public User login(Caller.Person caller) {
    return database
        .inTransaction(tx -> users.find(tx, caller.userId()))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "user " + caller.userId() + " not found; create it with POST /api/user"));
  }

  /** Returns all users, by name. */
  public Batches<User> list() {
    return Batches.of(
        BATCH, (last, limit) -> database.inTransaction(tx -> users.after(tx, last, limit)));
  }

  /**
   * Returns a user.
   *
   * @throws NotFoundException if there is no such user
   */
  public User get(String userId) {
    return database
        .inTransaction(tx -> users.find(tx, userId))
        .orElseThrow(() -> new NotFoundException("user " + userId + " not found"));
  }

  private Optional<User> findEvenDeleted(Tx tx, String userId) {
    return users.withIdsEvenDeleted(tx, List.of(userId)).stream().findFirst();
  }

  private static User notDeleted(User user) {
    if (user.deleted()) {
      throw deleted(user.userId());
    }
    return user;
  }

  private static ForbiddenException deleted(String userId) {
    return new ForbiddenException(
        "user " + userId + " has been deleted; ask the operator of this server");
  }
}
