package io.flowforge.identity;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What people do with users, their own and others. Safe for use by many threads. */
public final class UserService {

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
   * Makes a user of a person, with what the identity provider knows of the person. A front end that
   * sends this twice, because the first answer got lost, gets the same user twice: the name stays,
   * since there is a user who may have been met under it.
   *
   * @throws ForbiddenException when the user has been deleted: nobody comes back by himself
   * @throws NotFoundException when the identity provider does not know the person
   * @throws io.flowforge.error.UnavailableException when it cannot be asked
   */
  public User signUp(Caller.Person caller, DisplayName name) {
    String userId = caller.userId();
    Optional<User> known = database.inTransaction(tx -> findEvenDeleted(tx, userId));
    if (known.isPresent()) {
      return notDeleted(known.get());
    }
    ProviderUser vouchedFor = management.user(userId);
    var wanted =
        new User(
            userId,
            vouchedFor.email(),
            name.text(),
            vouchedFor.identityProvider(),
            clock.instant(),
            false);
    return database.inTransaction(
        tx -> {
          if (users.addIfAbsent(tx, wanted)) {
            return wanted;
          }
          // Another call of the same person was faster.
          return notDeleted(findEvenDeleted(tx, userId).orElse(wanted));
        });
  }

  /**
   * The user of a person who has just logged in.
   *
   * @throws NotFoundException when the person has no user yet
   */
  public User login(Caller.Person caller) {
    return database
        .inTransaction(tx -> users.find(tx, caller.userId()))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "user " + caller.userId() + " not found; create it with POST /api/user"));
  }

  /** Everybody, by name. */
  public List<User> list() {
    return database.inTransaction(users::all);
  }

  /**
   * One user.
   *
   * @throws NotFoundException when there is no such user
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
      throw new ForbiddenException(
          "user " + user.userId() + " has been deleted; ask who runs this server");
    }
    return user;
  }
}
