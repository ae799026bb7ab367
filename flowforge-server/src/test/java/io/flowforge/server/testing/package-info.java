/** Servers, an identity provider and clients that the tests of all rooms share. */
@NullMarked
package io.flowforge.server.testing;

import org.jspecify.annotations.NullMarked;
