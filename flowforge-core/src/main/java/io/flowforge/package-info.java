/** The composition root of the shared core. */
@NullMarked
package io.flowforge;

import org.jspecify.annotations.NullMarked;
