/** Idempotency keys: the same submission, sent twice, makes one request. */
@NullMarked
package io.flowforge.request.key;

import org.jspecify.annotations.NullMarked;
