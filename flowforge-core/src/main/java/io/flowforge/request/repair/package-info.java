/** Brings documents in line with PostgreSQL after a store was restored from a backup. */
@NullMarked
package io.flowforge.request.repair;

import org.jspecify.annotations.NullMarked;
