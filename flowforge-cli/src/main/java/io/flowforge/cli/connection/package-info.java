/** The way to a server: which one, with which token, and the calls of its API. */
@NullMarked
package io.flowforge.cli.connection;

import org.jspecify.annotations.NullMarked;
