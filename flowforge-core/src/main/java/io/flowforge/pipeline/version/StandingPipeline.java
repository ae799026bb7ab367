package io.flowforge.pipeline.version;

import io.flowforge.pipeline.Pipeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a pipeline, and its place among the others.
 *
 * @param newestId the id of the newest version, null if this is the newest
 * @param archivedOn when the pipeline was archived, null if it was not
 */
public record StandingPipeline(
    Pipeline pipeline, @Nullable String newestId, @Nullable Instant archivedOn) {}
