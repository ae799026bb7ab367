/** What a client sends to submit a service request. */
@NullMarked
package io.flowforge.server.api.submission;

import org.jspecify.annotations.NullMarked;
