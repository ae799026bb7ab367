package io.flowforge.server.api.version;

import io.flowforge.identity.Caller;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineDraft.FormDraft;
import io.flowforge.pipeline.PipelineDraft.StepDraft;
import io.flowforge.pipeline.diff.PipelineDiff;
import io.flowforge.pipeline.version.PipelineReading;
import io.flowforge.pipeline.version.PipelineVersions;
import io.flowforge.pipeline.version.StandingPipeline;
import io.flowforge.server.api.PipelineJson;
import io.flowforge.server.api.QueryParameters;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.json.BodyFields;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of a pipeline. */
public final class VersionApi implements HttpService {

  private final PipelineReading reading;
  private final PipelineVersions versions;
  private final JsonBodies json;

  public VersionApi(PipelineReading reading, PipelineVersions versions, JsonBodies json) {
    this.reading = reading;
    this.versions = versions;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/pipeline/{id}/versions", this::list)
        .post("/pipeline/{id}/versions", this::create)
        .get("/pipeline/{id}/diff", this::diff)
        .refuseOtherMethods();
  }

  /** The request body of a new version: that of a new pipeline, and the version it is based on. */
  record NextVersion(
      @Nullable Integer expectedVersion,
      @Nullable Integer orgId,
      @Nullable String pipelineName,
      @Nullable String pipelineDescription,
      @Nullable String firstStepName,
      @Nullable List<@Nullable StepDraft> steps,
      @Nullable FormDraft form) {

    PipelineDraft draft() {
      return new PipelineDraft(
          orgId, pipelineName, pipelineDescription, firstStepName, steps, form);
    }
  }

  private void create(ServerRequest request, ServerResponse response) {
    NextVersion body = json.read(request, NextVersion.class);
    int expected = BodyFields.required("expected_version", body.expectedVersion());
    json.send(
        response,
        Status.CREATED_201,
        PipelineJson.of(
            versions.create(Callers.personOf(request), id(request), expected, body.draft())));
  }

  private void list(ServerRequest request, ServerResponse response) {
    json.send(response, reading.versions(Callers.of(request), id(request)).map(PipelineJson::of));
  }

  /** Compares with the newest version, unless another one is named. */
  private void diff(ServerRequest request, ServerResponse response) {
    Caller caller = Callers.of(request);
    StandingPipeline from = reading.get(caller, id(request));
    String to =
        QueryParameters.text(request, "to")
            .or(() -> Optional.ofNullable(from.newestId()))
            .orElse(id(request));
    json.send(
        response,
        DiffJson.of(PipelineDiff.between(from.pipeline(), reading.get(caller, to).pipeline())));
  }

  private static String id(ServerRequest request) {
    return request.path().pathParameters().get("id");
  }
}
