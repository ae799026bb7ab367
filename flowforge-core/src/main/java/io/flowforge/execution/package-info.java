/** Running the steps of a request, and the queue of requests that are due. */
@NullMarked
package io.flowforge.execution;

import org.jspecify.annotations.NullMarked;
