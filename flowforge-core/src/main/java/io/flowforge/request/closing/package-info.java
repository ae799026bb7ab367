/** The cancellation of the requests of deleted organizations. */
@NullMarked
package io.flowforge.request.closing;

import org.jspecify.annotations.NullMarked;
