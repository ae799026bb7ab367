package io.flowforge.identity;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code "user"}. */
public final class UserStore {

  public Optional<User> find(Tx tx, String userId) {
    return tx.find(
        """
        SELECT user_id, email, name, identity_provider, created_on, deleted
        FROM "user" WHERE user_id = ? AND deleted IS NOT TRUE
        """,
        UserStore::user,
        userId);
  }

  /** Returns the name of a caller as the logs of steps show it. */
  public String nameOf(Tx tx, Caller caller) {
    return switch (caller) {
      case Caller.Person(String userId) -> find(tx, userId).map(User::name).orElse(userId);
      case Caller.Operator(String name) -> "operator " + name;
    };
  }

  /** Returns whether the user exists and has been deleted. */
  boolean isDeleted(Tx tx, String userId) {
    return tx.find(
            "SELECT deleted FROM \"user\" WHERE user_id = ?", row -> row.bool("deleted"), userId)
        .orElse(false);
  }

  /**
   * Returns users by name.
   *
   * @param last the user before them, null for the first ones
   */
  public List<User> after(Tx tx, @Nullable User last, int limit) {
    String lastId = last == null ? null : last.userId();
    return tx.list(
        """
        SELECT user_id, email, name, identity_provider, created_on, deleted
        FROM "user"
        WHERE NOT deleted
          AND (?::varchar IS NULL OR (lower(coalesce(name, '')), user_id) > (lower(?::varchar), ?))
        ORDER BY lower(coalesce(name, '')), user_id LIMIT ?
        """,
        UserStore::user,
        lastId,
        last == null ? null : last.name(),
        lastId,
        limit);
  }

  /** Finds the user and locks the row until the transaction ends. */
  public Optional<User> lock(Tx tx, String userId) {
    return tx.find(
        """
        SELECT user_id, email, name, identity_provider, created_on, deleted
        FROM "user" WHERE user_id = ? AND deleted IS NOT TRUE FOR NO KEY UPDATE
        """,
        UserStore::user,
        userId);
  }

  /** Returns whether the table is empty, so that there has never been a user. */
  public boolean isEmpty(Tx tx) {
    return tx.find("SELECT 1 FROM \"user\" LIMIT 1", _ -> true).isEmpty();
  }

  /** Returns the users with these ids, including deleted ones. */
  public List<User> withIdsEvenDeleted(Tx tx, List<String> userIds) {
    return tx.list(
        """
        SELECT user_id, email, name, identity_provider, created_on, deleted
        FROM "user" WHERE user_id = ANY (?)
        """,
        UserStore::user,
        userIds);
  }

  /**
   * Returns the users with these e-mail addresses, ignoring case.
   *
   * @param emails in lower case
   */
  public List<User> withEmails(Tx tx, List<String> emails) {
    return tx.list(
        """
        SELECT user_id, email, name, identity_provider, created_on, deleted
        FROM "user" WHERE lower(email) = ANY (?) AND deleted IS NOT TRUE
        """,
        UserStore::user,
        emails);
  }

  /** Adds the user unless the id exists; returns whether it was added. */
  boolean addIfAbsent(Tx tx, User user) {
    return tx.update(
            """
            INSERT INTO "user" (user_id, email, name, identity_provider, created_on, deleted)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (user_id) DO NOTHING
            """,
            user.userId(),
            user.email(),
            user.name(),
            user.identityProvider(),
            user.createdOn(),
            user.deleted())
        == 1;
  }

  /** Adds the user, or updates everything but the creation time of an existing one. */
  public void save(Tx tx, User user) {
    tx.update(
        """
        INSERT INTO "user" (user_id, email, name, identity_provider, created_on, deleted)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (user_id) DO UPDATE
        SET email = excluded.email, name = excluded.name,
            identity_provider = excluded.identity_provider, deleted = excluded.deleted
        """,
        user.userId(),
        user.email(),
        user.name(),
        user.identityProvider(),
        user.createdOn(),
        user.deleted());
  }

  private static User user(Row row) throws SQLException {
    return new User(
        row.text("user_id"),
        row.textOr("email", ""),
        row.textOr("name", ""),
        row.textOr("identity_provider", ""),
        row.instant("created_on"),
        row.bool("deleted"));
  }
}
