/** Secrets in calls: where they may stand, and which hosts may receive them. */
@NullMarked
package io.flowforge.step.http.secret;

import org.jspecify.annotations.NullMarked;
