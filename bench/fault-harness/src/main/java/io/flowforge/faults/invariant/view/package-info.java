/** What viewers of streams must have received, whatever breaks. */
@NullMarked
package io.flowforge.faults.invariant.view;

import org.jspecify.annotations.NullMarked;
