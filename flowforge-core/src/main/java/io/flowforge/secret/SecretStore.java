package io.flowforge.secret;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.secret.reference.AllowedHosts;
import io.flowforge.secret.seal.SealScope;
import io.flowforge.secret.seal.SealedValue;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code secret}. Values are sealed here already. */
public final class SecretStore {

  private static final String COLUMNS =
      "name, hosts, version, created_on, updated_by, updated_on, used_on";

  /** A secret with its sealed value. */
  record SealedSecret(SealScope scope, AllowedHosts hosts, SealedValue value, boolean isUsedNow) {}

  /** Returns the secrets of an organization, by name. */
  List<SecretEntry> of(Tx tx, int orgId) {
    return tx.list(
        "SELECT " + COLUMNS + " FROM secret WHERE org_id = ? ORDER BY name",
        SecretStore::secret,
        orgId);
  }

  Optional<SecretEntry> find(Tx tx, int orgId, String name) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM secret WHERE org_id = ? AND name = ?",
        SecretStore::secret,
        orgId,
        name);
  }

  /** Adds a secret, or replaces its value and its hosts. */
  void save(Tx tx, int orgId, SecretEntry secret, SealedValue value) {
    tx.update(
        """
        INSERT INTO secret (org_id, name, version, hosts, key_id, wrapped_key, sealed,
                            created_on, updated_by, updated_on)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (org_id, name) DO UPDATE
        SET version = excluded.version, hosts = excluded.hosts, key_id = excluded.key_id,
            wrapped_key = excluded.wrapped_key, sealed = excluded.sealed,
            updated_by = excluded.updated_by, updated_on = excluded.updated_on
        """,
        orgId,
        secret.name(),
        secret.version(),
        String.join(" ", secret.hosts().entries()),
        value.keyId(),
        value.wrappedKey(),
        value.sealed(),
        secret.createdOn(),
        secret.updatedBy(),
        secret.updatedOn());
  }

  void delete(Tx tx, int orgId, String name) {
    tx.update("DELETE FROM secret WHERE org_id = ? AND name = ?", orgId, name);
  }

  /** Returns those of the secrets that exist, with their values. */
  List<SealedSecret> sealed(Tx tx, int orgId, Collection<String> names) {
    tx.planOnce();
    return tx.list(
        """
        SELECT org_id, name, version, hosts, key_id, wrapped_key, sealed,
               coalesce(used_on > now() AT TIME ZONE 'UTC' - interval '1 minute', FALSE) AS is_used_now
        FROM secret WHERE org_id = ? AND name = ANY(?)
        """,
        SecretStore::sealedSecret,
        orgId,
        List.copyOf(names));
  }

  /** Notes that secrets are used now. Waits for nobody: others note the same. */
  void use(Tx tx, int orgId, List<String> names) {
    tx.planOnce();
    tx.later(
        """
        UPDATE secret SET used_on = now() AT TIME ZONE 'UTC'
        WHERE org_id = ? AND name IN (
          SELECT name FROM secret WHERE org_id = ? AND name = ANY(?) FOR NO KEY UPDATE SKIP LOCKED)
        """,
        orgId,
        orgId,
        names);
  }

  /** Returns secrets that are not wrapped with this key, after a position, in order. */
  List<SealedSecret> notWrappedWith(
      Tx tx, String keyId, int afterOrgId, String afterName, int limit) {
    return tx.list(
        """
        SELECT org_id, name, version, hosts, key_id, wrapped_key, sealed, FALSE AS is_used_now
        FROM secret WHERE key_id <> ? AND (org_id, name) > (?, ?)
        ORDER BY org_id, name LIMIT ?
        """,
        SecretStore::sealedSecret,
        keyId,
        afterOrgId,
        afterName,
        limit);
  }

  /** Replaces the wrapped key of a value that is still the same; returns whether it is. */
  boolean rewrap(Tx tx, SealedSecret secret, SealedValue rewrapped) {
    return tx.update(
            """
            UPDATE secret SET key_id = ?, wrapped_key = ?
            WHERE org_id = ? AND name = ? AND version = ? AND key_id = ? AND wrapped_key = ?
            """,
            rewrapped.keyId(),
            rewrapped.wrappedKey(),
            secret.scope().orgId(),
            secret.scope().name(),
            secret.scope().version(),
            secret.value().keyId(),
            secret.value().wrappedKey())
        == 1;
  }

  private static SecretEntry secret(Row row) throws SQLException {
    return new SecretEntry(
        row.text("name"),
        new AllowedHosts(row.words("hosts")),
        row.integer("version"),
        row.instant("created_on"),
        row.text("updated_by"),
        row.instant("updated_on"),
        row.instantOrNone("used_on"));
  }

  private static SealedSecret sealedSecret(Row row) throws SQLException {
    return new SealedSecret(
        new SealScope(row.integer("org_id"), row.text("name"), row.integer("version")),
        new AllowedHosts(row.words("hosts")),
        new SealedValue(row.text("key_id"), row.bytes("wrapped_key"), row.bytes("sealed")),
        row.bool("is_used_now"));
  }
}
