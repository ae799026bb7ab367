package io.flowforge.seed;

import static java.util.stream.Collectors.toMap;

import io.flowforge.identity.User;
import io.flowforge.identity.UserStore;
import io.flowforge.postgres.Tx;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.change.SeedCount.Change;
import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The part of seeding that writes users to PostgreSQL, where they differ. */
final class UserWriter {

  private final UserStore store;

  UserWriter(UserStore store) {
    this.store = store;
  }

  /** Reports e-mail addresses that belong to a user who is not in the files. */
  void check(Tx tx, List<Located<SeedUser>> users, Problems problems) {
    Map<String, Located<SeedUser>> byEmail =
        users.stream()
            .filter(user -> !user.value().email().isEmpty())
            .collect(toMap(user -> SeedUser.key(user.value().email()), user -> user));
    Set<String> ids = Set.copyOf(idsOf(users));
    for (User stored : store.withEmails(tx, List.copyOf(byEmail.keySet()))) {
      Located<SeedUser> user = byEmail.get(SeedUser.key(stored.email()));
      // Two users of the files may swap their addresses.
      if (user != null && !ids.contains(stored.userId())) {
        problems.add(
            user.place(),
            ("e-mail '%s' belongs to user '%s' in the database; correct user_id and idp, or delete"
                    + " that user first")
                .formatted(user.value().email(), stored.userId()));
      }
    }
  }

  /** Writes the users that differ; in a dry run, counts them only. */
  SeedCount write(Tx tx, List<Located<SeedUser>> users, Instant now, boolean isDryRun) {
    Map<String, User> stored =
        store.withIdsEvenDeleted(tx, idsOf(users)).stream()
            .collect(toMap(User::userId, Function.identity()));
    List<Change> changes = new ArrayList<>();
    for (Located<SeedUser> user : users) {
      changes.add(write(tx, user.value(), stored.get(user.value().userId()), now, isDryRun));
    }
    return SeedCount.of(changes);
  }

  private Change write(Tx tx, SeedUser user, @Nullable User stored, Instant now, boolean isDryRun) {
    var seeded =
        new User(
            user.userId(),
            user.email(),
            user.name(),
            user.identityProvider(),
            stored == null ? now : stored.createdOn(),
            false);
    if (seeded.equals(stored)) {
      return Change.UNCHANGED;
    }
    if (!isDryRun) {
      store.save(tx, seeded);
    }
    return stored == null ? Change.CREATED : Change.UPDATED;
  }

  private static List<String> idsOf(List<Located<SeedUser>> users) {
    return users.stream().map(user -> user.value().userId()).toList();
  }
}
