/**
 * What the build adds to the release archive. The build runs it; the command itself does not use
 * it.
 */
@NullMarked
package io.flowforge.cli.release;

import org.jspecify.annotations.NullMarked;
