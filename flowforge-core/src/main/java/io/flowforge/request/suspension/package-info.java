/** Suspended steps: what they wait for, since when and until when. */
@NullMarked
package io.flowforge.request.suspension;

import org.jspecify.annotations.NullMarked;
