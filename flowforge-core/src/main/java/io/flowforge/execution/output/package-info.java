/** The outputs of steps while a request runs: their limits, and what later steps know of them. */
@NullMarked
package io.flowforge.execution.output;

import org.jspecify.annotations.NullMarked;
