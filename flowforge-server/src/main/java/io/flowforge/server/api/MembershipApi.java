package io.flowforge.server.api;

import io.flowforge.identity.Caller;
import io.flowforge.organization.Departures;
import io.flowforge.organization.MembershipService;
import io.flowforge.organization.Role;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.json.BodyFields;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/** Memberships of users in organizations. */
public final class MembershipApi implements HttpService {

  private final MembershipService memberships;
  private final Departures departures;
  private final JsonBodies json;

  public MembershipApi(MembershipService memberships, Departures departures, JsonBodies json) {
    this.memberships = memberships;
    this.departures = departures;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/membership", this::listOwn)
        .post("/membership", this::add)
        .patch("/membership", this::changeRole)
        .delete("/membership", this::remove)
        .post("/membership/ownership_transfer", this::transferOwnership)
        .refuseOtherMethods();
  }

  /** The request body of all routes; each requires the fields that it uses. */
  record MembershipBody(@Nullable String userId, @Nullable Integer orgId, @Nullable String role) {

    String requiredUserId() {
      return BodyFields.required("user_id", userId);
    }

    int requiredOrgId() {
      return BodyFields.required("org_id", orgId);
    }

    Role requiredRole() {
      return Role.of(BodyFields.required("role", role));
    }
  }

  private void listOwn(ServerRequest request, ServerResponse response) {
    String userId = Callers.personOf(request).userId();
    json.send(
        response,
        new MembershipJson.OfUser(userId, MembershipJson.listOf(memberships.ofUser(userId))));
  }

  private void add(ServerRequest request, ServerResponse response) {
    MembershipBody body = json.read(request, MembershipBody.class);
    var added =
        memberships.add(
            Callers.of(request), body.requiredOrgId(), body.requiredUserId(), body.requiredRole());
    json.send(response, Status.CREATED_201, MembershipJson.WithUser.of(added));
  }

  private void changeRole(ServerRequest request, ServerResponse response) {
    MembershipBody body = json.read(request, MembershipBody.class);
    var changed =
        memberships.changeRole(
            Callers.of(request), body.requiredOrgId(), body.requiredUserId(), body.requiredRole());
    json.send(response, MembershipJson.WithUser.of(changed));
  }

  private void remove(ServerRequest request, ServerResponse response) {
    MembershipBody body = json.read(request, MembershipBody.class);
    Caller caller = Callers.of(request);
    json.send(
        response,
        new DepartureJson(departures.remove(caller, body.requiredOrgId(), body.requiredUserId())));
  }

  private void transferOwnership(ServerRequest request, ServerResponse response) {
    MembershipBody body = json.read(request, MembershipBody.class);
    Caller caller = Callers.of(request);
    memberships.transferOwnership(caller, body.requiredOrgId(), body.requiredUserId());
    json.send(response, null);
  }
}
