/** Organizations, memberships and who may do what in them. */
@NullMarked
package io.flowforge.organization;

import org.jspecify.annotations.NullMarked;
