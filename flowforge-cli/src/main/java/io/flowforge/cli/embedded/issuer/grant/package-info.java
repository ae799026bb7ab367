/** What the local issuer remembers between the parts of a sign-in: codes, and refresh tokens. */
@NullMarked
package io.flowforge.cli.embedded.issuer.grant;

import org.jspecify.annotations.NullMarked;
