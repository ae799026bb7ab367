package io.flowforge.server.api.secret;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowforge.secret.NewSecret;
import io.flowforge.secret.SecretEntry;
import io.flowforge.secret.SecretService;
import io.flowforge.server.api.PathParameters;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secrets of organizations. No response has a value. */
public final class SecretApi implements HttpService {

  private final SecretService secrets;
  private final JsonBodies json;

  public SecretApi(SecretService secrets, JsonBodies json) {
    this.secrets = secrets;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/organization/{org_id}/secrets", this::list)
        .put("/organization/{org_id}/secrets/{name}", this::set)
        .delete("/organization/{org_id}/secrets/{name}", this::delete)
        .refuseOtherMethods();
  }

  /** The request body of PUT. */
  record SecretBody(@Nullable String value, @Nullable List<String> hosts) {

    @Override
    public String toString() {
      return "SecretBody[hosts=" + hosts + "]";
    }
  }

  /** The secrets of an organization. */
  record SecretsJson(int orgId, List<SecretJson> secrets) {}

  /** A secret, without its value. */
  record SecretJson(
      String name,
      List<String> hosts,
      int version,
      Instant createdOn,
      String updatedBy,
      Instant updatedOn,
      @JsonInclude @Nullable Instant lastUsedOn) {

    static SecretJson of(SecretEntry secret) {
      return new SecretJson(
          secret.name(),
          secret.hosts().entries(),
          secret.version(),
          secret.createdOn(),
          secret.updatedBy(),
          secret.updatedOn(),
          secret.usedOn().orElse(null));
    }
  }

  private void list(ServerRequest request, ServerResponse response) {
    int orgId = PathParameters.orgId(request);
    List<SecretEntry> found = secrets.list(Callers.of(request), orgId);
    json.send(response, new SecretsJson(orgId, found.stream().map(SecretJson::of).toList()));
  }

  private void set(ServerRequest request, ServerResponse response) {
    int orgId = PathParameters.orgId(request);
    SecretBody body = json.read(request, SecretBody.class);
    var wanted = new NewSecret(name(request), body.value(), body.hosts());
    SecretEntry saved = secrets.set(Callers.of(request), orgId, wanted);
    json.send(response, SecretJson.of(saved));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    secrets.delete(Callers.of(request), PathParameters.orgId(request), name(request));
    json.send(response, null);
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }
}
