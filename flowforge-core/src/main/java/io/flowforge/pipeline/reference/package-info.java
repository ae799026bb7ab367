/** What steps refer to: outputs of earlier steps, values of the request, and defaults. */
@NullMarked
package io.flowforge.pipeline.reference;

import org.jspecify.annotations.NullMarked;
