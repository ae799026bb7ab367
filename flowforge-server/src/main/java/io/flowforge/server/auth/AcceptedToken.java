package io.flowforge.server.auth;

import io.flowforge.identity.Caller;
import java.time.Instant;

/**
 * An access token that is valid now.
 *
 * @param until from when on it is not accepted any more
 */
record AcceptedToken(Caller.Person caller, Instant until) {}
