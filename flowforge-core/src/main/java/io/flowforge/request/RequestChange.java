package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A change to the contents of a request that has not started.
 *
 * @param formData replaces all form data; null to keep it
 * @param remarks null to keep them
 */
public record RequestChange(@Nullable ObjectNode formData, @Nullable String remarks) {}
