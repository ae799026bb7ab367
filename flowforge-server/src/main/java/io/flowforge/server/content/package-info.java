/** Bytes that are in memory once and sent to everybody: in slices, compressed, or not at all. */
@NullMarked
package io.flowforge.server.content;

import org.jspecify.annotations.NullMarked;
