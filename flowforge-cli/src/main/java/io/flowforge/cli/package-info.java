/** The {@code flowforge} command: what it is made of and how it fails. */
@NullMarked
package io.flowforge.cli;

import org.jspecify.annotations.NullMarked;
