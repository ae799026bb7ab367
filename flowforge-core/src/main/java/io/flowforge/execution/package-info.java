/** The engine: the queue of requests that need a worker, and the workers that run their steps. */
@NullMarked
package io.flowforge.execution;

import org.jspecify.annotations.NullMarked;
