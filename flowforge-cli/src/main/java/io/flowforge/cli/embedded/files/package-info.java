/** Folders and files of the embedded parts: private, locked, deleted as a whole. */
@NullMarked
package io.flowforge.cli.embedded.files;

import org.jspecify.annotations.NullMarked;
