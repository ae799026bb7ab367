package io.flowforge.server.api;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineService;
import io.flowforge.pipeline.version.PipelineArchive;
import io.flowforge.pipeline.version.PipelineReading;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Pipelines and their forms. */
public final class PipelineApi implements HttpService {

  private final PipelineService pipelines;
  private final PipelineReading reading;
  private final PipelineArchive archive;
  private final JsonBodies json;

  public PipelineApi(
      PipelineService pipelines,
      PipelineReading reading,
      PipelineArchive archive,
      JsonBodies json) {
    this.pipelines = pipelines;
    this.reading = reading;
    this.archive = archive;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .post("/pipeline", this::create)
        .get("/pipeline", this::list)
        .get("/pipeline/{id}", this::get)
        .delete("/pipeline/{id}", this::archive)
        .put("/pipeline/{id}/restore", this::restore)
        .refuseOtherMethods();
  }

  private void create(ServerRequest request, ServerResponse response) {
    PipelineDraft draft = json.read(request, PipelineDraft.class);
    Pipeline pipeline = pipelines.create(Callers.personOf(request), draft);
    json.send(response, Status.CREATED_201, PipelineJson.of(pipeline));
  }

  private void list(ServerRequest request, ServerResponse response) {
    int orgId = QueryParameters.orgId(request);
    if (QueryParameters.truth(request, "all_versions")) {
      json.send(response, reading.listAll(Callers.of(request), orgId).map(PipelineJson::of));
    } else {
      json.send(response, reading.list(Callers.of(request), orgId).map(PipelineJson::of));
    }
  }

  /** Ignores {@code org_id}: access depends on the organization that owns the pipeline. */
  private void get(ServerRequest request, ServerResponse response) {
    json.send(response, PipelineJson.of(reading.get(Callers.of(request), id(request))));
  }

  private void archive(ServerRequest request, ServerResponse response) {
    archive.archive(Callers.of(request), id(request));
    json.send(response, null);
  }

  private void restore(ServerRequest request, ServerResponse response) {
    archive.restore(Callers.of(request), id(request));
    json.send(response, null);
  }

  private static String id(ServerRequest request) {
    return request.path().pathParameters().get("id");
  }
}
