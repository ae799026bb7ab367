/** The commands about the secrets of organizations. */
@NullMarked
package io.flowforge.cli.command.secret;

import org.jspecify.annotations.NullMarked;
