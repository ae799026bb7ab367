/** Tests of the room. */
@NullMarked
package io.flowforge.server.edge.client;

import org.jspecify.annotations.NullMarked;
