package io.flowforge.secret;

import io.flowforge.batch.Batches;
import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Tx;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.List;

/** The pipelines that refer to secrets. */
final class SecretsInUse {

  private static final int MAX_NAMED = 5;

  private final PipelineStore pipelines;
  private final VersionStore versions = new VersionStore();

  SecretsInUse(PipelineStore pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * Checks that no current pipeline of the organization refers to the secret.
   *
   * @throws ConflictException with the pipelines that do
   */
  void requireUnused(Tx tx, int orgId, String name) {
    List<String> users = new ArrayList<>();
    int more = 0;
    for (Pipeline pipeline : current(tx, orgId)) {
      if (!pipeline.secrets().contains(name)) {
        continue;
      }
      if (users.size() == MAX_NAMED) {
        more++;
      } else {
        users.add("'%s' (%s)".formatted(Excerpt.of(pipeline.pipelineName()), pipeline.id()));
      }
    }
    if (!users.isEmpty()) {
      throw new ConflictException(
          "the secret '%s' is used by %s %s%s; remove it there first"
              .formatted(
                  name,
                  users.size() + more == 1 ? "the pipeline" : "the pipelines",
                  String.join(", ", users),
                  more > 0 ? " and %d more".formatted(more) : ""));
    }
  }

  /** Returns the newest versions of those that are not archived. */
  private Batches<Pipeline> current(Tx tx, int orgId) {
    return pipelines.ofOrganization(orgId, versions.replacedOrArchived(tx, orgId));
  }
}
