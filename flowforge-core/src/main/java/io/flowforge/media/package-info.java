/** Media types: what the header {@code Content-Type} says about a body. */
@NullMarked
package io.flowforge.media;

import org.jspecify.annotations.NullMarked;
