/** The exceptions of the core, one for each possible reaction of the caller. */
@NullMarked
package io.flowforge.error;

import org.jspecify.annotations.NullMarked;
