/** One request and its response on a connection: what is read, what is cut off, what is resent. */
@NullMarked
package io.flowforge.step.http.exchange;

import org.jspecify.annotations.NullMarked;
