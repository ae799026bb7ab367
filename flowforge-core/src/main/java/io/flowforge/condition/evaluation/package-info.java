/** The evaluation of a condition: its values, its limits, and why it may fail. */
@NullMarked
package io.flowforge.condition.evaluation;

import org.jspecify.annotations.NullMarked;
