package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a requester sends.
 *
 * @param pipelineVersion the version whose form was filled in; null when the requester does not
 *     care
 */
public record NewRequest(
    String pipelineId,
    int orgId,
    ObjectNode formData,
    String remarks,
    @Nullable Integer pipelineVersion) {}
