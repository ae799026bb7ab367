/** The subcommands, one file each, and their exit codes and shared options. */
@NullMarked
package io.flowforge.cli.command;

import org.jspecify.annotations.NullMarked;
