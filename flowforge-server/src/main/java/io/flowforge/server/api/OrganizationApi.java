package io.flowforge.server.api;

import io.flowforge.batch.Batches;
import io.flowforge.identity.DisplayName;
import io.flowforge.organization.Departures;
import io.flowforge.organization.Member;
import io.flowforge.organization.MembershipService;
import io.flowforge.organization.OrganizationService;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.json.BodyFields;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Organizations and their members. */
public final class OrganizationApi implements HttpService {

  private final OrganizationService organizations;
  private final MembershipService memberships;
  private final Departures departures;
  private final JsonBodies json;

  public OrganizationApi(
      OrganizationService organizations,
      MembershipService memberships,
      Departures departures,
      JsonBodies json) {
    this.organizations = organizations;
    this.memberships = memberships;
    this.departures = departures;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/organization", this::list)
        .post("/organization", this::create)
        .patch("/organization", this::rename)
        .delete("/organization", this::delete)
        .get("/organization/{org_id}/members", this::members)
        .delete("/organization/{org_id}/membership", this::leave)
        .refuseOtherMethods();
  }

  /** The request body of all routes; each requires the fields that it uses. */
  record OrganizationBody(@Nullable Integer orgId, @Nullable String name) {

    int requiredOrgId() {
      return BodyFields.required("org_id", orgId);
    }

    DisplayName requiredName() {
      return DisplayName.of("name", name);
    }
  }

  /** The members of an organization. */
  record MembersJson(int orgId, Iterable<MemberJson> members) {

    static MembersJson of(int orgId, Batches<Member> members) {
      return new MembersJson(orgId, members.map(MemberJson::of));
    }
  }

  record MemberJson(
      String userId,
      String name,
      String identityProvider,
      Instant createdOn,
      boolean deleted,
      String role,
      Instant joinedOn) {

    static MemberJson of(Member member) {
      return new MemberJson(
          member.userId(),
          member.name(),
          member.identityProvider(),
          member.createdOn(),
          member.deleted(),
          member.role().label(),
          member.joinedOn());
    }
  }

  private void list(ServerRequest request, ServerResponse response) {
    json.send(response, organizations.list(Callers.of(request)));
  }

  private void create(ServerRequest request, ServerResponse response) {
    DisplayName name = json.read(request, OrganizationBody.class).requiredName();
    json.send(response, Status.CREATED_201, organizations.create(Callers.personOf(request), name));
  }

  private void rename(ServerRequest request, ServerResponse response) {
    OrganizationBody body = json.read(request, OrganizationBody.class);
    organizations.rename(Callers.of(request), body.requiredOrgId(), body.requiredName());
    json.send(response, null);
  }

  private void delete(ServerRequest request, ServerResponse response) {
    int orgId = json.read(request, OrganizationBody.class).requiredOrgId();
    organizations.delete(Callers.of(request), orgId);
    json.send(response, null);
  }

  private void members(ServerRequest request, ServerResponse response) {
    int orgId = PathParameters.orgId(request);
    json.send(response, MembersJson.of(orgId, memberships.membersOf(Callers.of(request), orgId)));
  }

  private void leave(ServerRequest request, ServerResponse response) {
    json.send(
        response,
        new DepartureJson(
            departures.leave(Callers.personOf(request), PathParameters.orgId(request))));
  }
}
