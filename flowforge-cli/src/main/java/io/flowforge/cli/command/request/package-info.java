/** The commands {@code flowforge request ...}. */
@NullMarked
package io.flowforge.cli.command.request;

import org.jspecify.annotations.NullMarked;
