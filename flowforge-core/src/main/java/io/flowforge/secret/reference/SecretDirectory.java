package io.flowforge.secret.reference;

import io.flowforge.postgres.Tx;

/** The secrets of organizations, without their values. */
public interface SecretDirectory {

  /** Returns the secrets of an organization, which are read when the first one is asked for. */
  KnownSecrets of(int orgId);

  /** Returns the secrets of an organization, as the transaction sees them. */
  KnownSecrets in(Tx tx, int orgId);
}
