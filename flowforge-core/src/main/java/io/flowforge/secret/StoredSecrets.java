package io.flowforge.secret;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.secret.SecretStore.SealedSecret;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.secret.reference.SecretDirectory;
import io.flowforge.secret.reference.SecretResolver;
import io.flowforge.secret.reference.SecretValue;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.secret.seal.ClosedSealException;
import io.flowforge.secret.seal.Seal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The secrets in PostgreSQL, for pipelines and steps. Safe for use by many threads. */
public final class StoredSecrets implements SecretDirectory, SecretResolver {

  private final Database database;
  private final SecretStore store;
  private final Seal seal;

  public StoredSecrets(Database database, SecretStore store, Seal seal) {
    this.database = database;
    this.store = store;
    this.seal = seal;
  }

  @Override
  public KnownSecrets of(int orgId) {
    return new ListedSecrets(() -> database.inTransaction(tx -> store.of(tx, orgId)));
  }

  @Override
  public KnownSecrets in(Tx tx, int orgId) {
    return new ListedSecrets(() -> store.of(tx, orgId));
  }

  @Override
  public StepSecrets resolve(int orgId, Set<String> names) {
    List<SealedSecret> found =
        database.inTransaction(
            tx -> {
              List<SealedSecret> sealed = store.sealed(tx, orgId, names);
              List<String> unmarked =
                  sealed.stream()
                      .filter(secret -> !secret.isUsedNow())
                      .map(secret -> secret.scope().name())
                      .toList();
              if (!unmarked.isEmpty()) {
                store.use(tx, orgId, unmarked);
              }
              return sealed;
            });
    List<String> problems = new ArrayList<>();
    List<SecretValue> values = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(names);
    for (SealedSecret secret : found) {
      String name = secret.scope().name();
      missing.remove(name);
      try {
        values.add(
            new SecretValue(name, seal.open(secret.scope(), secret.value()), secret.hosts()));
      } catch (ClosedSealException e) {
        problems.add("the secret '%s' %s".formatted(name, e.reason()));
      }
    }
    missing.forEach(
        name ->
            problems.add(
                "organization %d has no secret '%s'; an admin of it has to set it"
                    .formatted(orgId, name)));
    return new StepSecrets(
        values,
        problems.isEmpty() ? "" : "The step was not executed: " + String.join("; ", problems));
  }
}
