package io.flowforge.server.api.authoring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.step.preview.PipelinePreview;
import io.flowforge.step.preview.PreviewedPipeline;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a preview: a pipeline, or the id of one, and the values of its form.
 */
record PreviewRequest(
    @Nullable PipelineDraft pipeline, @Nullable String pipelineId, @Nullable ObjectNode formData) {

  PreviewedPipeline preview(Caller caller, PipelinePreview previews) {
    ObjectNode values = formData == null ? JsonNodeFactory.instance.objectNode() : formData;
    if (pipeline != null && pipelineId == null) {
      return previews.ofDraft(caller, pipeline, values);
    }
    if (pipeline == null && pipelineId != null) {
      return previews.ofPipeline(caller, pipelineId, values);
    }
    throw new InvalidException("send either 'pipeline' or 'pipeline_id'");
  }
}
