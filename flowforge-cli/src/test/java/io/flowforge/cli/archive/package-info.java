/** Tests of the release archive, which run after it has been packed. */
@NullMarked
package io.flowforge.cli.archive;

import org.jspecify.annotations.NullMarked;
