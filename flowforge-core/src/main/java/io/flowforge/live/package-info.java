/**
 * What happens to requests, as a stream to those who watch them, on whichever server it happens.
 */
@NullMarked
package io.flowforge.live;

import org.jspecify.annotations.NullMarked;
