/** The preview of a pipeline: the calls that its steps would make, with nothing called. */
@NullMarked
package io.flowforge.step.preview;

import org.jspecify.annotations.NullMarked;
