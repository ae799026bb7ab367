/** Log lines, and the id of the call that caused them. */
@NullMarked
package io.flowforge.trace;

import org.jspecify.annotations.NullMarked;
