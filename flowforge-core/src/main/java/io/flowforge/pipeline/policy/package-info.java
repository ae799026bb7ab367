/** The execution policy of a step: its timeout, its retries, and the status codes of success. */
@NullMarked
package io.flowforge.pipeline.policy;

import org.jspecify.annotations.NullMarked;
