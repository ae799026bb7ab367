/** Following a request: its stream where there is one, and looks at it otherwise. */
@NullMarked
package io.flowforge.cli.client.follow;

import org.jspecify.annotations.NullMarked;
