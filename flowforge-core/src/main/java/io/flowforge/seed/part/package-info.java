/** The parts of the seed data that a run loads, and what it finds in the stores for the others. */
@NullMarked
package io.flowforge.seed.part;

import org.jspecify.annotations.NullMarked;
