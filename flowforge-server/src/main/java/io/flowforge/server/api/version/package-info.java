/** The versions of a pipeline, and what differs between them. */
@NullMarked
package io.flowforge.server.api.version;

import org.jspecify.annotations.NullMarked;
