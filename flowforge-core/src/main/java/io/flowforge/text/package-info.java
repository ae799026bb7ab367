/** The characters and lengths that stored and logged text may have. */
@NullMarked
package io.flowforge.text;

import org.jspecify.annotations.NullMarked;
