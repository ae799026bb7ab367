/** What the identity provider says about people who sign up. */
@NullMarked
package io.flowforge.server.signup;

import org.jspecify.annotations.NullMarked;
