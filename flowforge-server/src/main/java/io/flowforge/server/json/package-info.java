/**
 * JSON in requests and responses: what is accepted, how problems are explained, and how long the
 * response to an invalid request may be.
 */
@NullMarked
package io.flowforge.server.json;

import org.jspecify.annotations.NullMarked;
