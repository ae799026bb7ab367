/** Users, callers, and the identity provider's user records. */
@NullMarked
package io.flowforge.identity;

import org.jspecify.annotations.NullMarked;
