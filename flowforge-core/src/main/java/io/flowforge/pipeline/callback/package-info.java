/** The URLs at which steps wait for a call from outside. */
@NullMarked
package io.flowforge.pipeline.callback;

import org.jspecify.annotations.NullMarked;
