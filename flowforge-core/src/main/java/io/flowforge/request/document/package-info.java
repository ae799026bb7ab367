/** What documents of requests say about their status, and who wrote it. */
@NullMarked
package io.flowforge.request.document;

import org.jspecify.annotations.NullMarked;
