/** Options that several commands have. */
@NullMarked
package io.flowforge.cli.command.option;

import org.jspecify.annotations.NullMarked;
