/** The secrets of organizations. */
@NullMarked
package io.flowforge.server.api.secret;

import org.jspecify.annotations.NullMarked;
