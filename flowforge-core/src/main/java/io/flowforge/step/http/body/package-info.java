/** The bodies of requests and responses as the log of a step shows them. */
@NullMarked
package io.flowforge.step.http.body;

import org.jspecify.annotations.NullMarked;
