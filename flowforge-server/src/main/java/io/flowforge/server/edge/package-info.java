/**
 * The edge between sockets and Helidon's parser. It passes only unambiguous HTTP/1.1 to Helidon,
 * refuses everything else, and limits how long clients may take.
 */
@NullMarked
package io.flowforge.server.edge;

import org.jspecify.annotations.NullMarked;
