/**
 * Scanners of text that read each character once, in place of regular expressions with
 * backtracking. Imports nothing of ours.
 */
@NullMarked
package io.flowforge.scan;

import org.jspecify.annotations.NullMarked;
