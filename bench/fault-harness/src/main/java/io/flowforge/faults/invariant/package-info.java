/** The invariants that every run must satisfy, whatever was broken during it. */
@NullMarked
package io.flowforge.faults.invariant;

import org.jspecify.annotations.NullMarked;
