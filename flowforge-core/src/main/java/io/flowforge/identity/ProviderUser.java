package io.flowforge.identity;

/**
 * The identity provider's record of a user.
 *
 * @param email empty if the user has none there
 * @param identityProvider the connection with which the user logs in, such as {@code auth0} or
 *     {@code google-oauth2}
 */
public record ProviderUser(String userId, String email, String identityProvider) {}
