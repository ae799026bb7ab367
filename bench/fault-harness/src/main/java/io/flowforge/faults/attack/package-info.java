/** Clients that try to harm the others of a server. */
@NullMarked
package io.flowforge.faults.attack;

import org.jspecify.annotations.NullMarked;
