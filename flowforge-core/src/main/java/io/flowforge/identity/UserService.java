package io.flowforge.identity;

import io.flowforge.error.NotFoundException;
import io.flowforge.postgres.Database;
import java.util.List;

/** What people do with users, their own and others. Safe for use by many threads. */
public final class UserService {

  private final Database database;
  private final UserStore users;

  public UserService(Database database, UserStore users) {
    this.database = database;
    this.users = users;
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
}
