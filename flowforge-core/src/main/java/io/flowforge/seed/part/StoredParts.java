package io.flowforge.seed.part;

import io.flowforge.identity.User;
import io.flowforge.identity.UserStore;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the stores have, for references to parts that a run does not load. Each name is looked up
 * once. A database without tables has nothing.
 */
public final class StoredParts {

  private final Database database;
  private final UserStore users;
  private final OrganizationStore organizations;
  private final MembershipStore memberships;
  private final NewestVersions pipelines;
  private final boolean hasTables;
  private final Map<String, Optional<User>> byEmail = new HashMap<>();
  private final Map<String, Optional<Organization>> byName = new HashMap<>();
  private final Map<String, Optional<Pipeline>> byId = new HashMap<>();

  public StoredParts(
      Database database,
      UserStore users,
      OrganizationStore organizations,
      MembershipStore memberships,
      PipelineStore pipelines) {
    this.database = database;
    this.users = users;
    this.organizations = organizations;
    this.memberships = memberships;
    this.pipelines = new NewestVersions(database, pipelines);
    hasTables = database.inTransaction(StoredParts::hasTables);
  }

  /** Returns whether the database has the tables of Flowforge. */
  public static boolean hasTables(Tx tx) {
    return tx.find(
            "SELECT to_regclass('membership') IS NOT NULL AS found", row -> row.bool("found"))
        .orElse(false);
  }

  /**
   * Returns the user with this e-mail address, or the machine with this id. Of several with the
   * same address none is meant: one of them could have taken the address of another.
   */
  public Optional<User> user(String email) {
    return byEmail.computeIfAbsent(
        email,
        _ ->
            read(
                tx -> {
                  List<User> found = withEmail(tx, email);
                  return found.size() > 1
                      ? Optional.empty()
                      : found.stream().findFirst().or(() -> users.find(tx, email));
                }));
  }

  /** Returns whether several users have this e-mail address. */
  public boolean hasSeveral(String email) {
    return hasTables && database.inTransaction(tx -> withEmail(tx, email).size() > 1);
  }

  private List<User> withEmail(Tx tx, String email) {
    return users.withEmails(tx, List.of(email.toLowerCase(Locale.ROOT)));
  }

  /** Returns the organization with this name, if there is exactly one. */
  public Optional<Organization> organization(String name) {
    return byName.computeIfAbsent(
        name,
        _ ->
            read(
                tx -> {
                  List<Organization> found = organizations.named(tx, name);
                  return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
                }));
  }

  public boolean isMember(int orgId, String userId) {
    return read(tx -> memberships.roleOf(tx, userId, orgId)).isPresent();
  }

  /** Returns the newest version of a pipeline. */
  public Optional<Pipeline> pipeline(String id) {
    return byId.computeIfAbsent(id, pipelines::find);
  }

  private <T> Optional<T> read(Function<Tx, Optional<T>> query) {
    return hasTables ? database.inTransaction(query) : Optional.empty();
  }
}
