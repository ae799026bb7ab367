package io.flowforge.cli.output;

import io.flowforge.Flowforge;
import io.flowforge.identity.Caller;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is in the stores, as far as a guide shows it.
 *
 * @param pipelines the newest ones of each organization
 * @param requests the newest ones of each organization
 */
public record StoredThings(
    List<Organization> organizations, List<Pipeline> pipelines, List<ServiceRequest> requests) {

  private static final int MAX_OF_AN_ORGANIZATION = 5;

  public static StoredThings in(Flowforge core) {
    var operator = new Caller.Operator("flowforge up");
    List<Organization> organizations = core.organizationService().list(operator);
    List<Pipeline> pipelines = new ArrayList<>();
    List<ServiceRequest> requests = new ArrayList<>();
    for (Organization organization : organizations) {
      int orgId = organization.orgId();
      pipelines.addAll(newest(core.pipelineReading().list(operator, orgId).toList()));
      var query = new RequestQuery(orgId, 1, MAX_OF_AN_ORGANIZATION, Set.of());
      requests.addAll(core.requests().reading().listAll(operator, query).requests().toList());
    }
    return new StoredThings(organizations, pipelines, requests);
  }

  Optional<Pipeline> pipelineOf(ServiceRequest request) {
    return pipelines.stream()
        .filter(pipeline -> pipeline.id().equals(request.pipelineId()))
        .findFirst();
  }

  Optional<Organization> organization(int orgId) {
    return organizations.stream().filter(organization -> organization.orgId() == orgId).findFirst();
  }

  private static List<Pipeline> newest(List<Pipeline> pipelines) {
    return pipelines.subList(0, Math.min(pipelines.size(), MAX_OF_AN_ORGANIZATION));
  }
}
