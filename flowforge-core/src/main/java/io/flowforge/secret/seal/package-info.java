/** The encryption of secrets at rest: the operator's keys, sealed values, and the canaries. */
@NullMarked
package io.flowforge.secret.seal;

import org.jspecify.annotations.NullMarked;
