/** Lists that are read in batches. Imports nothing of ours. */
@NullMarked
package io.flowforge.batch;

import org.jspecify.annotations.NullMarked;
