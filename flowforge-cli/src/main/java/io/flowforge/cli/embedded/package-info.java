/**
 * Everything Flowforge needs, on one machine with nothing installed but a JDK: PostgreSQL, a
 * document store, an identity provider and a target for calls, all bound to loopback only.
 */
@NullMarked
package io.flowforge.cli.embedded;

import org.jspecify.annotations.NullMarked;
