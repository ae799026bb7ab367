/** Reads seed files, and names the place of every problem in them. */
@NullMarked
package io.flowforge.seed.file;

import org.jspecify.annotations.NullMarked;
