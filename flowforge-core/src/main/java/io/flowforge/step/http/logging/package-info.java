/** The bodies of requests and responses as the log of a step shows them. */
@NullMarked
package io.flowforge.step.http.logging;

import org.jspecify.annotations.NullMarked;
