/** New versions of pipelines, and what differs between two of them. */
@NullMarked
package io.flowforge.pipeline.version;

import org.jspecify.annotations.NullMarked;
