/** The adoption of requests that an older system has written. */
@NullMarked
package io.flowforge.request.adoption;

import org.jspecify.annotations.NullMarked;
