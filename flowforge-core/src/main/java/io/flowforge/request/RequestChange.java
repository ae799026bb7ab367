package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a requester wants otherwise before the request starts.
 *
 * @param formData replaces all form data; null to leave it as it is
 * @param remarks null to leave them as they are
 */
public record RequestChange(@Nullable ObjectNode formData, @Nullable String remarks) {}
