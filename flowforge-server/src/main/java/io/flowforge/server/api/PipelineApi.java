package io.flowforge.server.api;

import io.flowforge.batch.Batches;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineService;
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
  private final JsonBodies json;

  public PipelineApi(PipelineService pipelines, JsonBodies json) {
    this.pipelines = pipelines;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .post("/pipeline", this::create)
        .get("/pipeline", this::list)
        .get("/pipeline/{id}", this::get)
        .refuseOtherMethods();
  }

  private void create(ServerRequest request, ServerResponse response) {
    PipelineDraft draft = json.read(request, PipelineDraft.class);
    Pipeline pipeline = pipelines.create(Callers.personOf(request), draft);
    json.send(response, Status.CREATED_201, PipelineJson.of(pipeline));
  }

  private void list(ServerRequest request, ServerResponse response) {
    Batches<Pipeline> found = pipelines.list(Callers.of(request), QueryParameters.orgId(request));
    json.send(response, found.map(PipelineJson::of));
  }

  /** Ignores {@code org_id}: access depends on the organization that owns the pipeline. */
  private void get(ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    json.send(response, PipelineJson.of(pipelines.get(Callers.of(request), id)));
  }
}
