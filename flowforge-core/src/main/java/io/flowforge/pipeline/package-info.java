/** Pipelines, their steps and forms, and their validation. */
@NullMarked
package io.flowforge.pipeline;

import org.jspecify.annotations.NullMarked;
