/** The secrets of organizations: who may set them, where they are stored, and who uses them. */
@NullMarked
package io.flowforge.secret;

import org.jspecify.annotations.NullMarked;
