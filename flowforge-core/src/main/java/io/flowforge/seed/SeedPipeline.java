package io.flowforge.seed;

import io.flowforge.pipeline.PipelineValidator.Definition;

/**
 * A file of {@code pipelines/}.
 *
 * @param owner the user id of the organization's owner, who counts as its creator
 */
record SeedPipeline(
    String place, String id, String organization, String owner, Definition definition) {}
