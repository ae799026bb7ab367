/** The commands {@code flowforge migrate ...}. */
@NullMarked
package io.flowforge.cli.command.migration;

import org.jspecify.annotations.NullMarked;
