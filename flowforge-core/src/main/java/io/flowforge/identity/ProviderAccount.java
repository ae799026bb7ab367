package io.flowforge.identity;

/**
 * An account at the identity provider.
 *
 * @param userId with its prefix, such as {@code auth0|abc}
 * @param email empty if it has none
 */
public record ProviderAccount(String userId, String email) {}
