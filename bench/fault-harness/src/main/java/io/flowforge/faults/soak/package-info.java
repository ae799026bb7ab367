/** A long run of a server between attackers and well-behaved clients. */
@NullMarked
package io.flowforge.faults.soak;

import org.jspecify.annotations.NullMarked;
