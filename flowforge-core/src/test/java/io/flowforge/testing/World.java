package io.flowforge.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.Flowforge;
import io.flowforge.identity.Caller;
import io.flowforge.identity.User;
import io.flowforge.json.Json;
import io.flowforge.organization.Membership;
import io.flowforge.organization.Organization;
import io.flowforge.organization.Role;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.postgres.Tx;
import io.flowforge.request.NewRequest;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.Locale;

/**
 * An organization with the owner Olga, the admin Ada and the member Mike, and the stranger Sam
 * outside of it, on the stores of a core.
 */
public final class World {

  public static final Caller OWNER = new Caller.Person("auth0|olga");
  public static final Caller ADMIN = new Caller.Person("auth0|ada");
  public static final Caller MEMBER = new Caller.Person("auth0|mike");
  public static final Caller STRANGER = new Caller.Person("auth0|sam");

  private static final ObjectMapper JSON = Json.mapper();

  private final Flowforge flowforge;
  private final Organization organization;

  public World(Flowforge flowforge) {
    this.flowforge = flowforge;
    Instant now = Instant.parse("2026-01-31T08:00:00Z");
    this.organization =
        flowforge
            .database()
            .inTransaction(
                tx -> {
                  for (String name : new String[] {"Olga", "Ada", "Mike", "Sam"}) {
                    String id = name.toLowerCase(Locale.ROOT);
                    flowforge
                        .users()
                        .save(
                            tx,
                            new User(
                                "auth0|" + id, id + "@example.com", name, "auth0", now, false));
                  }
                  Organization made = flowforge.organizations().add(tx, "Acme", "auth0|olga", now);
                  save(tx, "auth0|olga", made.orgId(), Role.OWNER, now);
                  save(tx, "auth0|ada", made.orgId(), Role.ADMIN, now);
                  save(tx, "auth0|mike", made.orgId(), Role.MEMBER, now);
                  return made;
                });
  }

  public int orgId() {
    return organization.orgId();
  }

  /** Makes a pipeline of its JSON; <code>%d</code> in it becomes the organization's id. */
  public Pipeline pipeline(String json) {
    return flowforge.pipelines().create(ADMIN, draft(json));
  }

  /** Makes the next version of a pipeline, of which this is the newest version. */
  public Pipeline revised(Pipeline newest, String json) {
    return flowforge.pipelineVersions().create(ADMIN, newest.id(), newest.version(), draft(json));
  }

  /** Reads the JSON of a pipeline; <code>%d</code> in it becomes the organization's id. */
  public PipelineDraft draft(String json) {
    try {
      return JSON.readValue(json.replace("%d", Integer.toString(orgId())), PipelineDraft.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Submits a request in Mike's name. */
  public ServiceRequest request(Pipeline pipeline, String formData) {
    return flowforge
        .requests()
        .submission()
        .create(MEMBER, new NewRequest(pipeline.id(), orgId(), object(formData), "", null));
  }

  /** Waits until the request has the status, and returns its details. */
  public RequestDetails await(ServiceRequest request, RequestStatus status) {
    return await(flowforge, request, status);
  }

  /** Waits as seen through that core. */
  public static RequestDetails await(
      Flowforge flowforge, ServiceRequest request, RequestStatus status) {
    return Eventually.eventually(
        () -> flowforge.requests().reading().get(ADMIN, request.id()),
        details -> details.request().status() == status);
  }

  public static ObjectNode object(String json) {
    try {
      return JSON.readValue(json, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void save(Tx tx, String userId, int orgId, Role role, Instant joinedOn) {
    flowforge.memberships().save(tx, new Membership(userId, orgId, role, joinedOn, false));
  }
}
