package io.flowforge.identity;

/**
 * What the identity provider knows of a person.
 *
 * @param email empty when the person has none there
 * @param identityProvider where the person logs in, such as {@code auth0} or {@code google-oauth2}
 */
public record ProviderUser(String userId, String email, String identityProvider) {}
