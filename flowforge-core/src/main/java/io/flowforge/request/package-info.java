/** Service requests: their states, their history and what users do to them. */
@NullMarked
package io.flowforge.request;

import org.jspecify.annotations.NullMarked;
