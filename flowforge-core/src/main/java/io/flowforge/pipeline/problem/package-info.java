/** The problems of input, the limits of a pipeline, and the cures for misspelled names. */
@NullMarked
package io.flowforge.pipeline.problem;

import org.jspecify.annotations.NullMarked;
