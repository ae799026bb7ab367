package io.flowforge.cli.login.issuer;

/** What the token endpoint says: tokens, or why there are none. */
public sealed interface TokenAnswer permits IssuedTokens, Refusal {}
