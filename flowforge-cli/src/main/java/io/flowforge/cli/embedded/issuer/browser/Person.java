package io.flowforge.cli.embedded.issuer.browser;

/** Somebody to choose on a page. */
public record Person(String userId, String name, String email) {}
