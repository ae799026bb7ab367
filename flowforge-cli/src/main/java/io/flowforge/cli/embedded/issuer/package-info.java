/** A local OIDC issuer with the endpoints of Auth0 that Flowforge uses. */
@NullMarked
package io.flowforge.cli.embedded.issuer;

import org.jspecify.annotations.NullMarked;
