/** Access to PostgreSQL: the pool, transactions and migrations. */
@NullMarked
package io.flowforge.postgres;

import org.jspecify.annotations.NullMarked;
