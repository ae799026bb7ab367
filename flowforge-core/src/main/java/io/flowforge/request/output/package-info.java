/** The outputs of steps, as they are stored. */
@NullMarked
package io.flowforge.request.output;

import org.jspecify.annotations.NullMarked;
