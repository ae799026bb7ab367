/** The faults that are injected, and the order in which they come. */
@NullMarked
package io.flowforge.faults.fault;

import org.jspecify.annotations.NullMarked;
