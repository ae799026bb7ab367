/** The {@code flowforge} command: its subcommands, and the handling of failures. */
@NullMarked
package io.flowforge.cli;

import org.jspecify.annotations.NullMarked;
