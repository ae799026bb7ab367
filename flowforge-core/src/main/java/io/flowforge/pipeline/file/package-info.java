/** Pipelines in files, in JSON or YAML, and the line and column of every problem. */
@NullMarked
package io.flowforge.pipeline.file;

import org.jspecify.annotations.NullMarked;
