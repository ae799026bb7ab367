/**
 * What makes the command start fast. The build and the launcher run these programs; the command
 * itself does not use them.
 */
@NullMarked
package io.flowforge.cli.start;

import org.jspecify.annotations.NullMarked;
