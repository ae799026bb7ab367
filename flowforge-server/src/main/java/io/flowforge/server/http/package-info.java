/** The filters, limits and bodies of all requests and responses. */
@NullMarked
package io.flowforge.server.http;

import org.jspecify.annotations.NullMarked;
