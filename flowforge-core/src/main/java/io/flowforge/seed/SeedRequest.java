package io.flowforge.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A file of {@code requests/}.
 *
 * @param requester the requester's user id
 */
record SeedRequest(
    String id, SeedPipeline pipeline, String requester, String remarks, ObjectNode formData) {}
