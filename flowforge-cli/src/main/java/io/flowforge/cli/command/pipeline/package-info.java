/** The commands {@code flowforge pipeline ...}. */
@NullMarked
package io.flowforge.cli.command.pipeline;

import org.jspecify.annotations.NullMarked;
