/** The routes of the REST API, one service per resource. */
@NullMarked
package io.flowforge.server.api;

import org.jspecify.annotations.NullMarked;
