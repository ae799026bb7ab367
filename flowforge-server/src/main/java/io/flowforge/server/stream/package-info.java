/** The limits of the streams that callers keep open. */
@NullMarked
package io.flowforge.server.stream;

import org.jspecify.annotations.NullMarked;
