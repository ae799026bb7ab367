package io.flowforge.pipeline.version;

import io.flowforge.batch.Batches;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.ParameterMask;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lists of pipelines, and their versions. Safe for use by many threads. */
public final class PipelineReading {

  private final Database database;
  private final PipelineStore pipelines;
  private final AccessControl access;
  private final ParameterMask mask;
  private final InstantSource clock;
  private final VersionStore versions = new VersionStore();

  /**
   * @param mask hides secrets from members who are not admins
   * @param clock the time at which pipelines are created
   */
  public PipelineReading(
      Database database,
      PipelineStore pipelines,
      AccessControl access,
      ParameterMask mask,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.access = access;
    this.mask = mask;
    this.clock = clock;
  }

  /**
   * Returns the newest version of each pipeline of the organization that is not archived, newest
   * first, as far as the caller may see them.
   */
  public Batches<Pipeline> list(Caller caller, int orgId) {
    var listed = listed(caller, orgId, tx -> versions.replacedOrArchived(tx, orgId));
    Instant now = clock.instant();
    return pipelines
        .ofOrganization(orgId, listed.what())
        .mapPresent(
            pipeline ->
                Optional.of(pipeline)
                    .filter(found -> wasListed(found, listed.what(), now))
                    .map(listed::shown));
  }

  /** Leaves out what has been published since, in place of what is still in the list. */
  private static boolean wasListed(Pipeline pipeline, Set<String> replaced, Instant now) {
    return pipeline.prevVersionId() == null
        || replaced.contains(pipeline.prevVersionId())
        || !pipeline.createdOn().isAfter(now);
  }

  /** Returns all versions of all pipelines of the organization, archived ones included. */
  public Batches<StandingPipeline> listAll(Caller caller, int orgId) {
    Listed<Everything> known =
        listed(
            caller,
            orgId,
            tx -> new Everything(versions.newestOfEach(tx, orgId), versions.intended(tx, orgId)));
    return pipelines
        .ofOrganization(orgId, known.what().intended())
        .map(pipeline -> standing(known.shown(pipeline), known.what().newest().get(pipeline.id())));
  }

  /**
   * What is known of all versions of an organization.
   *
   * @param newest the newest version of the lineage, by the ids of all versions
   */
  private record Everything(Map<String, LineageVersion> newest, Set<String> intended) {}

  /** What a list begins with, and how its pipelines are shown. */
  private record Listed<T>(T what, UnaryOperator<Pipeline> showing) {

    Pipeline shown(Pipeline pipeline) {
      return showing.apply(pipeline);
    }
  }

  private <T> Listed<T> listed(Caller caller, int orgId, Function<Tx, T> query) {
    return database.inTransaction(
        tx ->
            new Listed<>(
                query.apply(tx),
                showing(access.requireIn(tx, caller, orgId, Action.SEE_PIPELINES))));
  }

  private UnaryOperator<Pipeline> showing(Predicate<Action> allowed) {
    return allowed.test(Action.SEE_PIPELINE_SECRETS)
        ? UnaryOperator.identity()
        : pipeline -> pipeline.masked(mask);
  }

  /**
   * Returns a version of a pipeline to a member of the organization that owns it, as far as the
   * member may see it.
   *
   * @throws NotFoundException also if the caller is not a member of the owning organization
   */
  public StandingPipeline get(Caller caller, String id) {
    return look(caller, id).shown();
  }

  /**
   * A version of a pipeline, and what the caller may see of it.
   *
   * @param whole with literal secrets
   */
  public record VisiblePipeline(Pipeline whole, StandingPipeline shown) {}

  /**
   * Returns a version of a pipeline as {@link #get} does, and as it is.
   *
   * @throws NotFoundException also if the caller is not a member of the owning organization
   */
  public VisiblePipeline look(Caller caller, String id) {
    Pipeline pipeline = pipelines.find(id).orElseThrow(() -> notFound(id));
    return database.inTransaction(
        tx -> {
          var showing = showing(requireOn(tx, caller, pipeline));
          Optional<LineageVersion> newest = versions.newest(tx, pipeline.id());
          if (newest.isEmpty() && versions.isIntended(tx, pipeline.id())) {
            throw notFound(id);
          }
          return new VisiblePipeline(
              pipeline, standing(showing.apply(pipeline), newest.orElse(null)));
        });
  }

  /**
   * Returns all versions of the pipeline, newest first, archived ones included, to a member of the
   * organization that owns it.
   *
   * @param id the id of any of them
   * @throws NotFoundException also if the caller is not a member of the owning organization
   */
  public Batches<StandingPipeline> versions(Caller caller, String id) {
    Pipeline pipeline = pipelines.find(id).orElseThrow(() -> notFound(id));
    return database.inTransaction(
        tx -> {
          var showing = showing(requireOn(tx, caller, pipeline));
          List<LineageVersion> lineage = versions.lineage(tx, pipeline.id());
          if (lineage.isEmpty() && versions.isIntended(tx, pipeline.id())) {
            throw notFound(id);
          }
          if (lineage.isEmpty()) {
            return pipelines
                .withIds(List.of(pipeline.id()))
                .map(found -> standing(showing.apply(found), null));
          }
          LineageVersion newest = lineage.getFirst();
          return pipelines
              .withIds(lineage.stream().map(LineageVersion::pipelineId).toList())
              .map(found -> standing(showing.apply(found), newest));
        });
  }

  private static StandingPipeline standing(Pipeline pipeline, @Nullable LineageVersion newest) {
    return newest == null
        ? new StandingPipeline(pipeline, null, null)
        : new StandingPipeline(
            pipeline,
            newest.pipelineId().equals(pipeline.id()) ? null : newest.pipelineId(),
            newest.archivedOn());
  }

  private Predicate<Action> requireOn(Tx tx, Caller caller, Pipeline pipeline) {
    return access.requireOn(
        tx, caller, pipeline.orgId(), "", "pipeline " + pipeline.id(), Action.SEE_PIPELINES);
  }

  private static NotFoundException notFound(String id) {
    return new NotFoundException("pipeline " + id + " not found");
  }
}
