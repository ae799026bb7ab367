/** Hides literal secrets in the parameters of pipelines from members who may not see them. */
@NullMarked
package io.flowforge.redaction.mask;

import org.jspecify.annotations.NullMarked;
