package io.flowforge.pipeline.diff;

import io.flowforge.pipeline.Pipeline;
import java.util.List;

/**
 * What differs between two versions of a pipeline.
 *
 * @param members the pipeline's own members that differ
 */
public record PipelineDiff(
    Pipeline from, Pipeline to, List<MemberChange> members, PartChanges steps, PartChanges fields) {

  /** Compares two pipelines as somebody may see them. */
  public static PipelineDiff between(Pipeline from, Pipeline to) {
    return new PipelineDiff(
        from,
        to,
        MemberChange.between(DiffParts.members(from), DiffParts.members(to)),
        PartChanges.between(DiffParts.steps(from), DiffParts.steps(to)),
        PartChanges.between(DiffParts.fields(from), DiffParts.fields(to)));
  }

  public boolean isEmpty() {
    return members.isEmpty() && steps.isEmpty() && fields.isEmpty();
  }
}
