/** The sockets of clients, and how long the server waits for a client. */
@NullMarked
package io.flowforge.server.edge.client;

import org.jspecify.annotations.NullMarked;
