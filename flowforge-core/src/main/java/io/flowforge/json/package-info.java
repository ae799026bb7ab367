/** How JSON is read and written, everywhere the same. */
@NullMarked
package io.flowforge.json;

import org.jspecify.annotations.NullMarked;
