package io.flowforge.cli.doctor;

import io.flowforge.mongo.MongoFacts;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseFacts;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.SecretKeys;
import java.util.ArrayList;
import java.util.List;

/** The checks of the stores. */
final class StoreChecks {

  private static final String POSTGRES = "postgres";
  private static final String MIGRATIONS = "migrations";
  private static final String ORGANIZATIONS = "organizations";
  private static final String SECRETS = "secrets";
  private static final String MONGO = "mongo";

  private StoreChecks() {}

  static Check postgres(PostgresUri uri, SecretKeys keys) {
    return new Check(
        POSTGRES,
        () -> {
          // Two connections, because one would not find out what a connection pooler loses.
          try (Database database = Database.open(uri, 2)) {
            DatabaseFacts facts = DatabaseFacts.of(database);
            List<Finding> findings = new ArrayList<>();
            findings.add(writable(facts));
            findings.add(migrations(facts));
            findings.addAll(organizations(database, facts));
            findings.addAll(secrets(database, facts, keys));
            findings.add(CountCheck.finding(database, facts));
            return findings;
          }
        });
  }

  static Check mongo(String uri) {
    return new Check(
        MONGO,
        () -> {
          MongoFacts facts = MongoFacts.of(uri);
          String detail = "MongoDB %s, %s".formatted(facts.version(), facts.kind());
          return List.of(
              facts.isWritable()
                  ? Finding.ok(MONGO, detail + ", writable")
                  : Finding.problem(
                      MONGO,
                      detail + ", does not accept writes",
                      "name the primary, or all members and replicaSet, in MONGO_URI"));
        });
  }

  private static Finding writable(DatabaseFacts facts) {
    String detail = "PostgreSQL " + facts.version();
    return facts.isReadOnly()
        ? Finding.problem(
            POSTGRES, detail + ", read-only", "name the primary in POSTGRES_URI, or let it write")
        : Finding.ok(POSTGRES, detail + ", writable");
  }

  private static Finding migrations(DatabaseFacts facts) {
    if (!facts.unknownChanges().isEmpty()) {
      return Finding.problem(
          MIGRATIONS,
          "a newer version of Flowforge has changed the schema: "
              + String.join(", ", facts.unknownChanges()),
          "use that version");
    }
    return facts.pendingChanges().isEmpty()
        ? Finding.ok(MIGRATIONS, facts.appliedChanges().size() + " applied, none pending")
        : Finding.problem(
            MIGRATIONS,
            "%d pending: %s"
                .formatted(
                    facts.pendingChanges().size(), String.join(", ", facts.pendingChanges())),
            "start a server, which applies them: flowforge serve");
  }

  private static List<Finding> secrets(Database database, DatabaseFacts facts, SecretKeys keys) {
    if (!facts.appliedChanges().contains("027-secret.sql")) {
      return List.of(Finding.skipped(SECRETS, "there is no schema yet"));
    }
    var canaries = KeyCanaries.of(keys);
    List<String> used = canaries.keysInUse(database);
    if (keys.isEmpty() && used.isEmpty()) {
      return List.of(
          Finding.skipped(
              SECRETS, "FLOWFORGE_SECRET_KEYS is not set, so that pipelines cannot use secrets"));
    }
    List<String> problems = canaries.problems(database);
    return problems.isEmpty()
        ? List.of(Finding.ok(SECRETS, "FLOWFORGE_SECRET_KEYS opens what the database holds"))
        : problems.stream()
            .map(
                problem ->
                    Finding.problem(
                        SECRETS, problem, "set the keys that the servers had; docs/secrets.md"))
            .toList();
  }

  private static List<Finding> organizations(Database database, DatabaseFacts facts) {
    if (!facts
        .appliedChanges()
        .containsAll(List.of("002-organization.sql", "003-membership.sql"))) {
      return List.of(Finding.skipped(ORGANIZATIONS, "there is no schema yet"));
    }
    List<Organization> without =
        database.inTransaction(tx -> new OrganizationStore().withoutOwner(tx));
    if (without.isEmpty()) {
      return List.of(Finding.ok(ORGANIZATIONS, "every organization has an Owner"));
    }
    return without.stream()
        .map(
            organization ->
                Finding.problem(
                    ORGANIZATIONS,
                    "'%s' (%d) has no Owner".formatted(organization.name(), organization.orgId()),
                    "flowforge org owner %d USER --direct".formatted(organization.orgId())))
        .toList();
  }
}
