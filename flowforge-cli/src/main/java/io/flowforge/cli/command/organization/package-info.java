/** The commands {@code flowforge org ...}. */
@NullMarked
package io.flowforge.cli.command.organization;

import org.jspecify.annotations.NullMarked;
