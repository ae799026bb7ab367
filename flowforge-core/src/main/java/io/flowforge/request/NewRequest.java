package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a request to be submitted.
 *
 * @param pipelineVersion the version of the pipeline whose form was filled in; null to accept any
 */
public record NewRequest(
    String pipelineId,
    int orgId,
    ObjectNode formData,
    String remarks,
    @Nullable Integer pipelineVersion) {}
