/**
 * The durable queue of requests that need a worker: its table, what this server has room for, and
 * the entries that it holds.
 */
@NullMarked
package io.flowforge.execution.queue;

import org.jspecify.annotations.NullMarked;
