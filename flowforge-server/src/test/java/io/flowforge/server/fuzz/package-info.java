/** Random requests derived from openapi.yaml. */
@NullMarked
package io.flowforge.server.fuzz;

import org.jspecify.annotations.NullMarked;
