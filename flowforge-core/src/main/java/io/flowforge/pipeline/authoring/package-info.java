/** Help for authors of pipelines: the step types, and the check of a draft. */
@NullMarked
package io.flowforge.pipeline.authoring;

import org.jspecify.annotations.NullMarked;
