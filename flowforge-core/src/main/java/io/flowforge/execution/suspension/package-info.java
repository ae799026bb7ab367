/** The suspension of steps, which wait in the queue rather than in a thread. */
@NullMarked
package io.flowforge.execution.suspension;

import org.jspecify.annotations.NullMarked;
