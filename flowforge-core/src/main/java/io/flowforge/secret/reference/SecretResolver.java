package io.flowforge.secret.reference;

import java.util.Set;

/** Resolves the secrets that an attempt of a step uses. */
@FunctionalInterface
public interface SecretResolver {

  /**
   * Returns the current values of secrets of an organization, and notes that they are used.
   *
   * @param others the secrets of other steps, which are only to be hidden
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  StepSecrets resolve(int orgId, Set<String> names, Set<String> others);
}
