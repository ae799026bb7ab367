/** The commands {@code flowforge user ...}. */
@NullMarked
package io.flowforge.cli.command.user;

import org.jspecify.annotations.NullMarked;
