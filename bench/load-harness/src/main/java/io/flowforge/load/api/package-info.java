/** Calls of the API beside those of a bare server that sends the same bytes. */
@NullMarked
package io.flowforge.load.api;

import org.jspecify.annotations.NullMarked;
