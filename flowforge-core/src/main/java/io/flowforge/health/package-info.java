/** Checks of what a server needs, shared by all that ask. */
@NullMarked
package io.flowforge.health;

import org.jspecify.annotations.NullMarked;
