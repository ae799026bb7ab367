package io.flowforge.execution.output;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.identity.User;
import io.flowforge.identity.UserStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequest;
import io.flowforge.settings.PublicUrl;
import io.flowforge.step.StepInputs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of requests that steps and conditions refer to. Thread-safe. */
public final class RequestFacts {

  private final Database database;
  private final UserStore users;
  private final Optional<PublicUrl> publicUrl;

  /**
   * Creates facts of requests.
   *
   * @param publicUrl under which URL others reach the server, if it is known
   */
  public RequestFacts(Database database, UserStore users, Optional<PublicUrl> publicUrl) {
    this.database = database;
    this.users = users;
    this.publicUrl = publicUrl;
  }

  /**
   * Returns the values for the placeholders of a step. The user is looked up only if the step
   * refers to the name or the e-mail address.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  public Map<String, String> of(ServiceRequest request, Step step, Pipeline pipeline) {
    Set<String> wanted = StepInputs.requestValuesOf(step, pipeline);
    if (wanted.isEmpty()) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    values.put("id", request.id());
    values.put("org_id", Integer.toString(request.orgId()));
    values.put("user_id", request.userId());
    values.put("created_on", request.createdOn().toString());
    publicUrl.ifPresent(
        url -> values.put("url", url.base() + "/api/service_request/" + request.id()));
    if (wanted.contains("user_email") || wanted.contains("user_name")) {
      Optional<User> user = database.inTransaction(tx -> users.find(tx, request.userId()));
      values.put("user_email", user.map(User::email).orElse(""));
      values.put("user_name", user.map(User::name).orElse(""));
    }
    return values;
  }

  /** Returns what a condition may read of a request. */
  public static ObjectNode forCondition(ServiceRequest request) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", request.id())
        .put("org_id", request.orgId())
        .put("user_id", request.userId())
        .put("created_on", request.createdOn().toString());
  }
}
