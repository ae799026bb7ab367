/** Figures of several runs, and the file that shows them. */
@NullMarked
package io.flowforge.load.result;

import org.jspecify.annotations.NullMarked;
