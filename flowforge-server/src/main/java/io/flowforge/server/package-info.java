/** The REST server: configuration, start and stop. */
@NullMarked
package io.flowforge.server;

import org.jspecify.annotations.NullMarked;
