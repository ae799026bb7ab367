/** {@code bench/load}: measures the product in ratios to what the same machine can do at best. */
@NullMarked
package io.flowforge.load;

import org.jspecify.annotations.NullMarked;
