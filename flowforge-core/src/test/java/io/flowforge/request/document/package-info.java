@NullMarked
package io.flowforge.request.document;

import org.jspecify.annotations.NullMarked;
