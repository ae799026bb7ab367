/** One file a subcommand, and what they share: exit codes, and the folder of the project. */
@NullMarked
package io.flowforge.cli.command;

import org.jspecify.annotations.NullMarked;
