/**
 * The tree of commands: tables of names, from which picocli is told in full only about the commands
 * that the arguments name.
 */
@NullMarked
package io.flowforge.cli.command.tree;

import org.jspecify.annotations.NullMarked;
