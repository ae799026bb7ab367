/** What is wrong with a condition when it is created: its syntax, its names and its types. */
@NullMarked
package io.flowforge.condition.check;

import org.jspecify.annotations.NullMarked;
