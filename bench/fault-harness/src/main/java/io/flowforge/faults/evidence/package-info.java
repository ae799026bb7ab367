/** The evidence of a run: the contents of the stores, the calls, the promises and observations. */
@NullMarked
package io.flowforge.faults.evidence;

import org.jspecify.annotations.NullMarked;
