/** What must hold for steps that build on each other, after any run. */
@NullMarked
package io.flowforge.faults.invariant.flow;

import org.jspecify.annotations.NullMarked;
