/** Reads the identity of a person or a machine from a row of {@code user.csv}. */
@NullMarked
package io.flowforge.seed.user;

import org.jspecify.annotations.NullMarked;
