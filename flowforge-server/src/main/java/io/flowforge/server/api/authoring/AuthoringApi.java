package io.flowforge.server.api.authoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.AuthoringHelp;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Help for authors of pipelines. None of these routes writes or calls anything. */
public final class AuthoringApi implements HttpService {

  private final AuthoringHelp help;
  private final JsonBodies json;

  public AuthoringApi(AuthoringHelp help, JsonBodies json) {
    this.help = help;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/step_types", this::stepTypes)
        .post("/pipeline/validate", this::validate)
        .post("/pipeline/preview", this::preview)
        .refuseOtherMethods();
  }

  private void stepTypes(ServerRequest request, ServerResponse response) {
    var _ = Callers.of(request);
    json.send(response, help.stepTypes().entries());
  }

  private void validate(ServerRequest request, ServerResponse response) {
    ObjectNode draft = json.read(request, ObjectNode.class);
    json.send(response, CheckedJson.of(help.validation().check(Callers.of(request), draft)));
  }

  private void preview(ServerRequest request, ServerResponse response) {
    PreviewRequest body = json.read(request, PreviewRequest.class);
    json.send(response, PreviewJson.of(body.preview(Callers.of(request), help.preview())));
  }
}
