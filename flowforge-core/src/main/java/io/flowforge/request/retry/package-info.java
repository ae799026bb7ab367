/** Retries of failed requests: where each may go on, and on which version of its pipeline. */
@NullMarked
package io.flowforge.request.retry;

import org.jspecify.annotations.NullMarked;
