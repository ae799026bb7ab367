package io.flowforge.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A file of {@code requests/}.
 *
 * @param requester the user id of who asks
 */
record SeedRequest(
    String id, SeedPipeline pipeline, String requester, String remarks, ObjectNode formData) {}
