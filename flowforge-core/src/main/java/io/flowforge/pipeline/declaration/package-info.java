/** The declarations of step types: their parameters, and the JSON Schema that describes them. */
@NullMarked
package io.flowforge.pipeline.declaration;

import org.jspecify.annotations.NullMarked;
