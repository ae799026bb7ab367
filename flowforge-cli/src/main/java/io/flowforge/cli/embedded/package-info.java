/**
 * Everything Flowforge needs on a machine with only a JDK: PostgreSQL, a document store, an
 * identity provider and a service for steps to call, all bound to loopback.
 */
@NullMarked
package io.flowforge.cli.embedded;

import org.jspecify.annotations.NullMarked;
