@NullMarked
package io.flowforge.server.json;

import org.jspecify.annotations.NullMarked;
