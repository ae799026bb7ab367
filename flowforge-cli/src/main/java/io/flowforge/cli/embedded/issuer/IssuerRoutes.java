package io.flowforge.cli.embedded.issuer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The routes of the local issuer, with reading of requests and writing of responses. */
record IssuerRoutes(
    ObjectMapper json,
    Discovery discovery,
    TokenEndpoint tokens,
    DeviceEndpoint devices,
    UsersEndpoint users,
    Predicate<String> isManagementToken) {

  private static final String BEARER = "Bearer ";

  void add(HttpRouting.Builder routing) {
    routing
        .get(
            Discovery.CONFIGURATION_PATH,
            respond(_ -> IssuerResponse.ok(discovery.configuration())))
        .get(Discovery.JWKS_PATH, respond(_ -> IssuerResponse.ok(discovery.jwks())))
        .post(
            Discovery.TOKEN_PATH,
            respond(request -> tokens.respond(form(request), isFromPage(request))))
        .post(Discovery.DEVICE_PATH, respond(request -> devices.respond(form(request))))
        .get(Discovery.USERINFO_PATH, respond(request -> users.userinfo(bearer(request))))
        .post(Discovery.REVOCATION_PATH, respond(request -> tokens.revoke(form(request))))
        .get(
            "/api/v2/users/{id}",
            managed(request -> users.find(request.path().pathParameters().get("id"))))
        .post("/api/v2/users", managed(request -> users.create(body(request))))
        .get(
            "/api/v2/users-by-email",
            managed(request -> users.findByEmail(request.query().first("email").orElse(""))));
  }

  private Handler managed(Function<ServerRequest, IssuerResponse> handler) {
    return respond(
        request -> {
          String token = bearer(request);
          if (token.isEmpty()) {
            return IssuerResponse.managementError(401, "Unauthorized", "Missing authentication");
          }
          return isManagementToken.test(token)
              ? handler.apply(request)
              : IssuerResponse.managementError(401, "Unauthorized", "Invalid token");
        });
  }

  /** Returns the token in the header, or an empty string. */
  private static String bearer(ServerRequest request) {
    String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    return header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
  }

  private Handler respond(Function<ServerRequest, IssuerResponse> handler) {
    return (request, response) -> send(response, handler.apply(request));
  }

  private void send(ServerResponse response, IssuerResponse content)
      throws JsonProcessingException {
    response
        .status(Status.create(content.status()))
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(json.writeValueAsBytes(content.body()));
  }

  /** Returns the parameters of a form or a JSON object; Auth0 accepts both. */
  private Map<String, String> form(ServerRequest request) {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    if (type.startsWith("application/json")) {
      var form = new HashMap<String, String>();
      body(request)
          .properties()
          .forEach(property -> form.put(property.getKey(), property.getValue().asText()));
      return form;
    }
    return IssuerForms.form(request);
  }

  /** Returns whether a page of another origin calls; programs send no origin. */
  private static boolean isFromPage(ServerRequest request) {
    return request.headers().first(HeaderNames.ORIGIN).isPresent();
  }

  private JsonNode body(ServerRequest request) {
    try {
      return json.readTree(IssuerForms.bytes(request));
    } catch (IOException e) {
      throw new BadRequestException("the body is not JSON", e);
    }
  }
}
