/** Service requests, and what people do with them. */
@NullMarked
package io.flowforge.request;

import org.jspecify.annotations.NullMarked;
