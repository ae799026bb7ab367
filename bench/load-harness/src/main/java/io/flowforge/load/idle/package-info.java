/** People who only look. */
@NullMarked
package io.flowforge.load.idle;

import org.jspecify.annotations.NullMarked;
