/** One file a subcommand. */
@NullMarked
package io.flowforge.cli.command;

import org.jspecify.annotations.NullMarked;
