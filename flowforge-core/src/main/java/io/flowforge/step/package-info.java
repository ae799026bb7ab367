/** The extension point: step types, and everything that one needs to execute a step. */
@NullMarked
package io.flowforge.step;

import org.jspecify.annotations.NullMarked;
