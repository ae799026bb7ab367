/** The ways to sign in: in a browser, with a device code, as a machine, or with a password. */
@NullMarked
package io.flowforge.cli.login.flow;

import org.jspecify.annotations.NullMarked;
