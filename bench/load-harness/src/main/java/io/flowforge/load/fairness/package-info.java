/** Organizations that need the same servers at the same time. */
@NullMarked
package io.flowforge.load.fairness;

import org.jspecify.annotations.NullMarked;
