/** The limits of what people write into a request. */
@NullMarked
package io.flowforge.request.limit;

import org.jspecify.annotations.NullMarked;
