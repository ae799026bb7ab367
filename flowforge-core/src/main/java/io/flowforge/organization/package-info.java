/** Organizations, memberships, and access control. */
@NullMarked
package io.flowforge.organization;

import org.jspecify.annotations.NullMarked;
