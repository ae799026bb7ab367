/**
 * Reads the heads and bodies of requests from the bytes of a connection, and refuses what two
 * parsers could interpret differently (RFC 9112).
 */
@NullMarked
package io.flowforge.server.edge.request;

import org.jspecify.annotations.NullMarked;
