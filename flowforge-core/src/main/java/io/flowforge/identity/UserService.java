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
import java.util.function.Supplier;

/** The operations on users. Safe for use by many threads. */
public final class UserService {

  private static final int BATCH = 500;

  private final Database database;
  private final UserStore users;
  private final InstantSource clock;

  public UserService(Database database, UserStore users, InstantSource clock) {
    this.database = database;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Creates a user from what the identity provider says about a person. A repeated call returns the
   * existing user and does not change the name. Users are told apart by their ids only: whoever has
   * the e-mail address of another user is still another user.
   *
   * @param newcomer asks the identity provider; not called for an existing user
   * @throws ForbiddenException if the user has been deleted: deleted users cannot restore
   *     themselves
   */
  public User signUp(Caller.Person caller, Supplier<NewUser> newcomer) {
    String userId = caller.userId();
    Optional<User> known = database.inTransaction(tx -> findEvenDeleted(tx, userId));
    if (known.isPresent()) {
      return notDeleted(known.get());
    }
    User added = userOf(newcomer.get());
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
    User added = userOf(user);
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
        .inTransaction(tx -> tx.last(() -> users.find(tx, caller.userId())))
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
        .inTransaction(tx -> tx.last(() -> users.find(tx, userId)))
        .orElseThrow(() -> new NotFoundException("user " + userId + " not found"));
  }

  private Optional<User> findEvenDeleted(Tx tx, String userId) {
    return users.withIdsEvenDeleted(tx, List.of(userId)).stream().findFirst();
  }

  private User userOf(NewUser user) {
    return new User(
        user.userId(),
        user.email(),
        user.name().text(),
        user.identityProvider(),
        clock.instant(),
        false);
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
