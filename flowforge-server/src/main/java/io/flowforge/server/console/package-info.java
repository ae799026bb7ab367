/** The console: static files of this jar, which show in a browser what the API can do. */
@NullMarked
package io.flowforge.server.console;

import org.jspecify.annotations.NullMarked;
