/** Pipelines, their forms, and the validation of both. */
@NullMarked
package io.flowforge.pipeline;

import org.jspecify.annotations.NullMarked;
