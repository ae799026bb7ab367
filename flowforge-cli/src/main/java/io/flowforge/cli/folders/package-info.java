/** The folders that commands share: the project's, the user's, and where a running one is noted. */
@NullMarked
package io.flowforge.cli.folders;

import org.jspecify.annotations.NullMarked;
