package io.flowforge.cli.embedded.issuer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users of the local issuer, kept in memory. Safe for use by many threads. */
final class IssuerUsers {

  private final Map<String, IssuerUser> byId = new LinkedHashMap<>();

  IssuerUsers(List<IssuerUser> users) {
    users.forEach(user -> byId.put(user.userId(), user));
  }

  synchronized Optional<IssuerUser> find(String userId) {
    return Optional.ofNullable(byId.get(userId));
  }

  /**
   * Everybody with that address, in any case of its letters. One can have an identity at each
   * provider.
   */
  synchronized List<IssuerUser> findByEmail(String email) {
    return byId.values().stream().filter(user -> user.email().equalsIgnoreCase(email)).toList();
  }

  /**
   * Adds the user.
   *
   * @return false when there is one with that id, or with that address at the same provider
   */
  synchronized boolean add(IssuerUser user) {
    boolean exists =
        byId.containsKey(user.userId())
            || findByEmail(user.email()).stream()
                .anyMatch(other -> other.provider().equals(user.provider()));
    if (!exists) {
      byId.put(user.userId(), user);
    }
    return !exists;
  }

  /** The user who has that address and that password. */
  Optional<IssuerUser> authenticate(String email, String password) {
    return findByEmail(email).stream()
        .filter(user -> !user.password().isEmpty())
        .filter(user -> Secrets.areEqual(user.password(), password))
        .findFirst();
  }
}
