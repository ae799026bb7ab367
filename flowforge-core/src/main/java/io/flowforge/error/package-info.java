/** The exceptions of the core, one for each thing a caller can do about them. */
@NullMarked
package io.flowforge.error;

import org.jspecify.annotations.NullMarked;
