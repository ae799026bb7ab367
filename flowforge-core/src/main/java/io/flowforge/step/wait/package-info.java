/** The steps that wait for a time or a call from outside, and hold no thread meanwhile. */
@NullMarked
package io.flowforge.step.wait;

import org.jspecify.annotations.NullMarked;
