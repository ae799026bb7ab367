/** Lineages: which version of a pipeline follows which, and which is the newest. */
@NullMarked
package io.flowforge.pipeline.lineage;

import org.jspecify.annotations.NullMarked;
