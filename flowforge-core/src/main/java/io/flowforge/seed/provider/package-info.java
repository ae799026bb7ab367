/** Creates the users of the seed data at the identity provider. */
@NullMarked
package io.flowforge.seed.provider;

import org.jspecify.annotations.NullMarked;
