/** What differs between two versions of a pipeline. */
@NullMarked
package io.flowforge.pipeline.diff;

import org.jspecify.annotations.NullMarked;
