/** What every request and every answer goes through, whatever it is about. */
@NullMarked
package io.flowforge.server.http;

import org.jspecify.annotations.NullMarked;
