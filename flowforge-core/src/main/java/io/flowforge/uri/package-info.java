/** Percent-encoding, for URLs and everything that borrows their syntax. Imports nothing of ours. */
@NullMarked
package io.flowforge.uri;

import org.jspecify.annotations.NullMarked;
