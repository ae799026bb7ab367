/** The start of the server, beside that of a program that does nothing. */
@NullMarked
package io.flowforge.load.start;

import org.jspecify.annotations.NullMarked;
