/** The load: people who submit, start, decide and cancel requests over HTTP. */
@NullMarked
package io.flowforge.faults.load;

import org.jspecify.annotations.NullMarked;
