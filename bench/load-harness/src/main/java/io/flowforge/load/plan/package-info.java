/** What to measure, and for how long. */
@NullMarked
package io.flowforge.load.plan;

import org.jspecify.annotations.NullMarked;
