/** Calls from outside that steps wait for. */
@NullMarked
package io.flowforge.server.api.callback;

import org.jspecify.annotations.NullMarked;
