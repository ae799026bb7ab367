/** What MongoDB does not have yet, and what is known to be there. */
@NullMarked
package io.flowforge.request.projection;

import org.jspecify.annotations.NullMarked;
