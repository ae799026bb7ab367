/** The test kit: runs a step type without a server. */
@NullMarked
package io.flowforge.step.api.trial;

import org.jspecify.annotations.NullMarked;
