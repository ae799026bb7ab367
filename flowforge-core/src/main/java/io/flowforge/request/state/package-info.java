/** The state of a request in PostgreSQL, and the state machine that changes it. */
@NullMarked
package io.flowforge.request.state;

import org.jspecify.annotations.NullMarked;
