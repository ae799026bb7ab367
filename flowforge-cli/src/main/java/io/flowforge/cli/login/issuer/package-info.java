/** What a client says to an issuer of tokens, and what it believes of the responses. */
@NullMarked
package io.flowforge.cli.login.issuer;

import org.jspecify.annotations.NullMarked;
