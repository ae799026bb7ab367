package io.flowforge.cli.output;

import io.flowforge.Flowforge;
import io.flowforge.error.NotFoundException;
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
  private static final Caller OPERATOR = new Caller.Operator("flowforge up");

  public static StoredThings in(Flowforge core) {
    List<Organization> organizations = core.organizationService().list(OPERATOR);
    List<Pipeline> pipelines = new ArrayList<>();
    for (Organization organization : organizations) {
      pipelines.addAll(
          newest(core.pipelineReading().list(OPERATOR, organization.orgId()).toList()));
    }
    return new StoredThings(organizations, pipelines, requests(core, organizations));
  }

  /** Returns the same with the requests that there are now. */
  public StoredThings withRequestsOf(Flowforge core) {
    return new StoredThings(organizations, pipelines, requests(core, organizations));
  }

  /**
   * Returns the id of an organization.
   *
   * @throws NotFoundException if there is none of that name
   */
  public int organizationNamed(String name) {
    return organizations.stream()
        .filter(organization -> organization.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no organization '" + name + "'"))
        .orgId();
  }

  private static List<ServiceRequest> requests(Flowforge core, List<Organization> organizations) {
    List<ServiceRequest> requests = new ArrayList<>();
    for (Organization organization : organizations) {
      var query = new RequestQuery(organization.orgId(), 1, MAX_OF_AN_ORGANIZATION, Set.of());
      requests.addAll(core.requests().reading().listAll(OPERATOR, query).requests().toList());
    }
    return requests;
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
