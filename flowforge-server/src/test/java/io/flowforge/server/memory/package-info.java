@NullMarked
package io.flowforge.server.memory;

import org.jspecify.annotations.NullMarked;
