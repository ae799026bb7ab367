/** Tests of the edge over real sockets. */
@NullMarked
package io.flowforge.server.edge;

import org.jspecify.annotations.NullMarked;
