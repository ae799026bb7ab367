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
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The secrets in PostgreSQL, for pipelines and steps. Safe for use by many threads. */
public final class StoredSecrets implements SecretDirectory, SecretResolver {

  private static final Logger LOG = System.getLogger(StoredSecrets.class.getName());

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
  public StepSecrets resolve(int orgId, Set<String> names, Set<String> others) {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(others);
    List<SealedSecret> found =
        database.inTransaction(
            tx -> {
              List<SealedSecret> sealed = store.sealed(tx, orgId, all);
              List<String> unmarked =
                  sealed.stream()
                      .filter(secret -> !secret.isUsedNow())
                      .map(secret -> secret.scope().name())
                      .filter(names::contains)
                      .toList();
              if (!unmarked.isEmpty()) {
                store.use(tx, orgId, unmarked);
              }
              return sealed;
            });
    List<String> problems = new ArrayList<>();
    List<SecretValue> values = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(names);
    for (SealedSecret secret : found) {
      String name = secret.scope().name();
      missing.remove(name);
      try {
        String value = seal.open(secret.scope(), secret.value());
        if (names.contains(name)) {
          values.add(new SecretValue(name, value, secret.hosts()));
        } else {
          hidden.add(value);
        }
      } catch (ClosedSealException e) {
        if (names.contains(name)) {
          LOG.log(
              Level.WARNING,
              LogEvent.of("secret_not_opened")
                  .with("org", orgId)
                  .with("secret", name)
                  .with("reason", e.reason()));
          problems.add("this server cannot open the secret '%s'; its log says why".formatted(name));
        }
      }
    }
    missing.forEach(
        name ->
            problems.add(
                "organization %d has no secret '%s'; an admin of it has to set it"
                    .formatted(orgId, name)));
    return new StepSecrets(
        values,
        problems.isEmpty() ? "" : "The step was not executed: " + String.join("; ", problems),
        hidden);
  }
}
