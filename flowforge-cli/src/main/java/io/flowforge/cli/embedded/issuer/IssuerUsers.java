package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.grant.Secrets;
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

  synchronized List<IssuerUser> all() {
    return List.copyOf(byId.values());
  }

  /**
   * Returns the users with that e-mail address, ignoring case. A person may have one identity per
   * provider.
   */
  synchronized List<IssuerUser> findByEmail(String email) {
    return byId.values().stream().filter(user -> user.email().equalsIgnoreCase(email)).toList();
  }

  /**
   * Adds the user.
   *
   * @return false if there is a user with that id, or with that address at the same provider
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

  /** Returns the user with that address and password. */
  Optional<IssuerUser> authenticate(String email, String password) {
    return findByEmail(email).stream()
        .filter(user -> !user.password().isEmpty())
        .filter(user -> Secrets.areEqual(user.password(), password))
        .findFirst();
  }
}
