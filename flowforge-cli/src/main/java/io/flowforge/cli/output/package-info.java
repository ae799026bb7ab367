/** What a person at a terminal sees: the log, a guide, a request on its way. */
@NullMarked
package io.flowforge.cli.output;

import org.jspecify.annotations.NullMarked;
