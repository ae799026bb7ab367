package io.flowforge.secret;

import io.flowforge.organization.AccessControl;
import io.flowforge.postgres.Database;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.Seal;
import io.flowforge.secret.seal.SecretKeys;
import io.flowforge.step.http.secret.HostRules;
import java.time.InstantSource;

/** All that there is to do with secrets. */
public record OrganizationSecrets(
    SecretService service,
    StoredSecrets stored,
    SecretRewrap rewrap,
    KeyCanaries canaries,
    OutputSeal outputs) {

  /**
   * Creates the parts.
   *
   * @param clock the clock of all servers, in microseconds
   */
  public static OrganizationSecrets of(
      Database database,
      AccessControl access,
      SecretService.RelatedStores stores,
      SecretKeys keys,
      HostRules hosts,
      InstantSource clock) {
    var seal = new Seal(keys);
    KeyCanaries canaries = KeyCanaries.of(keys);
    return new OrganizationSecrets(
        new SecretService(
            database, access, stores, new SecretService.Sealing(seal, canaries), hosts, clock),
        new StoredSecrets(database, stores.secrets(), seal),
        new SecretRewrap(database, stores.secrets(), seal, canaries),
        canaries,
        new OutputSeal(seal, canaries));
  }
}
