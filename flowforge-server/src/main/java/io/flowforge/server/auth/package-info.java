/** Who is asking: access tokens and the keys that vouch for them. */
@NullMarked
package io.flowforge.server.auth;

import org.jspecify.annotations.NullMarked;
