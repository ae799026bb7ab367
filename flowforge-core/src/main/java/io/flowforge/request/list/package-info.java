/** Which requests a page of a list holds, and how many there are. PostgreSQL decides both. */
@NullMarked
package io.flowforge.request.list;

import org.jspecify.annotations.NullMarked;
