/**
 * A load generator as a process: orders arrive on its standard input, reports leave on its standard
 * output.
 */
@NullMarked
package io.flowforge.generator;

import org.jspecify.annotations.NullMarked;
