/** The memory that calls in flight may hold together, as a share of the heap. */
@NullMarked
package io.flowforge.server.memory;

import org.jspecify.annotations.NullMarked;
