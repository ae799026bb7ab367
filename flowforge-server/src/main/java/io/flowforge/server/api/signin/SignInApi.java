package io.flowforge.server.api.signin;

import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Tells clients where and how to sign in. They have no token yet. */
public final class SignInApi implements HttpService {

  /** Short, since it also says which version is running. */
  private static final String MAX_AGE = "public, max-age=60";

  private final SignInJson content;
  private final JsonBodies json;

  public SignInApi(IssuerConfig issuer, String version, JsonBodies json) {
    content = SignInJson.of(issuer, version);
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules).get("/.well-known/flowforge", this::show).refuseOtherMethods();
  }

  private void show(ServerRequest request, ServerResponse response) {
    json.send(response.header(HeaderNames.CACHE_CONTROL, MAX_AGE), content);
  }
}
