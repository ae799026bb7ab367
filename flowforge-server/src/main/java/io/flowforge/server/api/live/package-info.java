/** The streams of what happens, as server-sent events. */
@NullMarked
package io.flowforge.server.api.live;

import org.jspecify.annotations.NullMarked;
