/** The shared configuration for reading and writing JSON. */
@NullMarked
package io.flowforge.json;

import org.jspecify.annotations.NullMarked;
