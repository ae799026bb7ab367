/** How runs of requests are shown in a terminal. */
@NullMarked
package io.flowforge.cli.output;

import org.jspecify.annotations.NullMarked;
