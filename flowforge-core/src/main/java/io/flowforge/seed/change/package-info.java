/** What a run of the seeder changes, and whether it may. */
@NullMarked
package io.flowforge.seed.change;

import org.jspecify.annotations.NullMarked;
