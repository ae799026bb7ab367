/** Calls from outside that steps wait for: their URLs, and what they have brought. */
@NullMarked
package io.flowforge.request.callback;

import org.jspecify.annotations.NullMarked;
