/** Users, and who is acting. */
@NullMarked
package io.flowforge.identity;

import org.jspecify.annotations.NullMarked;
