/** What requests wait for that are Running, but that no worker runs. */
@NullMarked
package io.flowforge.request.waiting;

import org.jspecify.annotations.NullMarked;
