/** What a client needs to know before anybody can sign in. */
@NullMarked
package io.flowforge.server.api.signin;

import org.jspecify.annotations.NullMarked;
