/** Reading seed files into the stores. */
@NullMarked
package io.flowforge.seed;

import org.jspecify.annotations.NullMarked;
