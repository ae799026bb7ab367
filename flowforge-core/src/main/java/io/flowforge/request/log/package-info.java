/** The logs of steps, as requesters and admins read them. */
@NullMarked
package io.flowforge.request.log;

import org.jspecify.annotations.NullMarked;
