/** Output for a person at a terminal: the log, a guide, the progress of a request. */
@NullMarked
package io.flowforge.cli.output;

import org.jspecify.annotations.NullMarked;
