/** Requests from submission to their end. */
@NullMarked
package io.flowforge.load.runs;

import org.jspecify.annotations.NullMarked;
