/** Folders and files of the embedded parts: private, locked, deleted as a whole. */
@NullMarked
package io.flowforge.cli.files;

import org.jspecify.annotations.NullMarked;
