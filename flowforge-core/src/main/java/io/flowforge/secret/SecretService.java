package io.flowforge.secret;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.secret.reference.AllowedHosts;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.Seal;
import io.flowforge.secret.seal.SealScope;
import io.flowforge.secret.seal.SealedValue;
import io.flowforge.step.http.secret.HostRules;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What people do with the secrets of an organization. Safe for use by many threads. */
public final class SecretService {

  private static final Logger LOG = System.getLogger(SecretService.class.getName());

  private final Database database;
  private final AccessControl access;
  private final OrganizationStore organizations;
  private final SecretStore store;
  private final SecretsInUse uses;
  private final Sealing sealing;
  private final SecretRules rules;
  private final InstantSource clock;

  /** What values are sealed with. */
  public record Sealing(Seal seal, KeyCanaries canaries) {}

  /** The stores of secrets and of what they belong to. */
  public record RelatedStores(
      OrganizationStore organizations, SecretStore secrets, PipelineStore pipelines) {}

  /**
   * @param clock the clock of all servers, in microseconds
   */
  public SecretService(
      Database database,
      AccessControl access,
      RelatedStores stores,
      Sealing sealing,
      HostRules hosts,
      InstantSource clock) {
    this.database = database;
    this.access = access;
    this.organizations = stores.organizations();
    this.store = stores.secrets();
    this.uses = new SecretsInUse(stores.pipelines());
    this.sealing = sealing;
    this.rules = new SecretRules(hosts);
    this.clock = clock;
  }

  /** Returns the secrets of an organization by name, to its admins. */
  public List<SecretEntry> list(Caller caller, int orgId) {
    return database.inTransaction(
        tx -> {
          access.requireIn(tx, caller, orgId, Action.MANAGE_SECRETS);
          return store.of(tx, orgId);
        });
  }

  /**
   * Adds a secret, or gives it another value. Attempts of steps that begin from now on use it.
   *
   * @throws InvalidException with all problems
   * @throws UnavailableException if this server has no keys
   */
  public SecretEntry set(Caller caller, int orgId, NewSecret wanted) {
    boolean exists =
        database.inTransaction(
            tx -> {
              access.requireIn(tx, caller, orgId, Action.MANAGE_SECRETS);
              return store.find(tx, orgId, wanted.name()).isPresent();
            });
    rules.check(wanted, exists);
    if (!sealing.seal().hasKeys()) {
      throw new UnavailableException(
          "this server has no keys to seal secrets with; its operator has to set"
              + " FLOWFORGE_SECRET_KEYS");
    }
    SecretEntry saved = database.inTransaction(tx -> save(tx, caller, orgId, wanted));
    LOG.log(
        Level.INFO, event(LogEvent.of("secret_set"), caller, orgId, saved.name(), saved.version()));
    return saved;
  }

  /** Saves while the organization is locked, so that changes of its secrets follow one another. */
  private SecretEntry save(Tx tx, Caller caller, int orgId, NewSecret wanted) {
    organizations.lock(tx, orgId);
    access.requireIn(tx, caller, orgId, Action.MANAGE_SECRETS);
    Optional<SecretEntry> before = store.find(tx, orgId, wanted.name());
    if (before.isEmpty()) {
      requireRoom(tx, orgId);
    }
    Instant now = clock.instant();
    var secret =
        new SecretEntry(
            wanted.name(),
            hosts(wanted, before),
            before.map(SecretEntry::version).orElse(0) + 1,
            before.map(SecretEntry::createdOn).orElse(now),
            caller.userId(),
            now,
            before.flatMap(SecretEntry::usedOn));
    sealing.canaries().ensure(tx);
    var scope = new SealScope(orgId, secret.name(), secret.version());
    SealedValue sealed = sealing.seal().seal(scope, String.valueOf(wanted.value()));
    store.save(tx, orgId, secret, sealed);
    return secret;
  }

  private AllowedHosts hosts(NewSecret wanted, Optional<SecretEntry> before) {
    if (wanted.hosts() != null) {
      return new AllowedHosts(rules.canonical(wanted.hosts()));
    }
    return before
        .map(SecretEntry::hosts)
        // Somebody has deleted it meanwhile.
        .orElseThrow(() -> new InvalidException(SecretRules.MISSING_HOSTS));
  }

  private void requireRoom(Tx tx, int orgId) {
    if (store.of(tx, orgId).size() >= SecretRules.MAX_SECRETS) {
      throw new InvalidException(
          "organization %d has %d secrets, which is the maximum; delete one"
              .formatted(orgId, SecretRules.MAX_SECRETS));
    }
  }

  /**
   * Deletes a secret that no pipeline refers to.
   *
   * @throws NotFoundException if there is no such secret
   * @throws ConflictException with the pipelines that refer to it
   */
  public void delete(Caller caller, int orgId, String name) {
    // First without the lock, which nobody takes who has no rights.
    var _ =
        database.inTransaction(tx -> access.requireIn(tx, caller, orgId, Action.MANAGE_SECRETS));
    SecretEntry deleted =
        database.inTransaction(
            tx -> {
              // Pipelines are created under the same lock.
              organizations.lock(tx, orgId);
              access.requireIn(tx, caller, orgId, Action.MANAGE_SECRETS);
              SecretEntry found =
                  store
                      .find(tx, orgId, name)
                      .orElseThrow(
                          () ->
                              new NotFoundException(
                                  SecretName.problemOf(name)
                                      .orElse("secret '%s' not found".formatted(name))));
              uses.requireUnused(tx, orgId, name);
              store.delete(tx, orgId, name);
              return found;
            });
    LOG.log(
        Level.INFO, event(LogEvent.of("secret_deleted"), caller, orgId, name, deleted.version()));
  }

  private static LogEvent event(
      LogEvent event, Caller caller, int orgId, String name, int version) {
    return event
        .with("org", orgId)
        .with("secret", name)
        .with("version", version)
        .with("user", caller.userId());
  }
}
