/** The commands to sign in and out, and the access token for other programs. */
@NullMarked
package io.flowforge.cli.command.account;

import org.jspecify.annotations.NullMarked;
