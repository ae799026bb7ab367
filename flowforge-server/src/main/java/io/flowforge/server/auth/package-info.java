/** Authentication of callers by access tokens, and the keys that verify the tokens. */
@NullMarked
package io.flowforge.server.auth;

import org.jspecify.annotations.NullMarked;
