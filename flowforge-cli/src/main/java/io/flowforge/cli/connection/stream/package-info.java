/** Streams of events as a server sends them, in the format of the HTML standard. */
@NullMarked
package io.flowforge.cli.connection.stream;

import org.jspecify.annotations.NullMarked;
