@NullMarked
package io.flowforge.batch;

import org.jspecify.annotations.NullMarked;
