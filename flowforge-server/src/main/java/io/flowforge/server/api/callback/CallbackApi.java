package io.flowforge.server.api.callback;

import io.flowforge.request.callback.CallbackDestination;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Takes calls that steps wait for. Callers have no access token: who knows the URL may call. GET
 * counts for nothing, because programs that look at messages follow the links in them.
 */
public final class CallbackApi implements HttpService {

  private final Callbacks callbacks;
  private final CallbackBodies bodies;
  private final CallbackLimits limits = new CallbackLimits();
  private final JsonBodies json;

  public CallbackApi(Callbacks callbacks, JsonBodies json) {
    this.callbacks = callbacks;
    this.bodies = new CallbackBodies(json);
    this.json = json;
  }

  /**
   * The response to a call that counts.
   *
   * @param message for people
   */
  record Taken(String message) {}

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules).post("/callback/{token}", this::take).refuseOtherMethods();
  }

  /** Whose call cannot count costs one statement: no body is read before. */
  private void take(ServerRequest request, ServerResponse response) {
    String token = request.path().pathParameters().get("token");
    CallbackDestination destination = limits.answerOf(() -> callbacks.requireKnown(token));
    limits.whileReceiving(
        destination,
        () -> {
          String body = bodies.textOf(request);
          String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
          limits.whileAsking(() -> callbacks.receive(token, type, body));
        });
    json.send(response, Status.ACCEPTED_202, new Taken("the call counts; the request goes on"));
  }
}
