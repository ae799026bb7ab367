/**
 * Loading of seed files into the stores; {@link io.flowforge.seed.Seeder} is the entry point. The
 * files are described in {@code seed-data/README.md}.
 */
@NullMarked
package io.flowforge.seed;

import org.jspecify.annotations.NullMarked;
