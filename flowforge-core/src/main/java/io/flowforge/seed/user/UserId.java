package io.flowforge.seed.user;

/**
 * The id of a user and the provider that it belongs to.
 *
 * @param text the subject of tokens; not usable if the id is incomplete
 */
record UserId(String text, String provider, boolean isComplete) {}
