/** Which call caused what: its name goes through the threads into the logs. */
@NullMarked
package io.flowforge.trace;

import org.jspecify.annotations.NullMarked;
