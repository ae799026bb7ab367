/** A local PostgreSQL server whose data persists. */
@NullMarked
package io.flowforge.cli.embedded.postgres;

import org.jspecify.annotations.NullMarked;
