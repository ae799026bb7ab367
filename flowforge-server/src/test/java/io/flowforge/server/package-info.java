/** The server over real HTTP. */
@NullMarked
package io.flowforge.server;

import org.jspecify.annotations.NullMarked;
