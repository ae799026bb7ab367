/** The {@code flowforge} command: what it is made of, how it fails, what it logs. */
@NullMarked
package io.flowforge.cli;

import org.jspecify.annotations.NullMarked;
