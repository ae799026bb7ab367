/** The runs of service requests in responses. */
@NullMarked
package io.flowforge.server.api.run;

import org.jspecify.annotations.NullMarked;
