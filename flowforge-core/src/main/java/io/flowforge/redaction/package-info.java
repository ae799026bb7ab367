/** Masks secrets in strings that people read. */
@NullMarked
package io.flowforge.redaction;

import org.jspecify.annotations.NullMarked;
