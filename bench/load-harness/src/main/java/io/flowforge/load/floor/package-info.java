/** What the database can do at best: the statements of a run, without the product. */
@NullMarked
package io.flowforge.load.floor;

import org.jspecify.annotations.NullMarked;
