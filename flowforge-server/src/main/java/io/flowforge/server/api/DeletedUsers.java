package io.flowforge.server.api;

import io.flowforge.identity.Caller;
import io.flowforge.identity.UserService;
import io.flowforge.server.http.CallerCheck;
import io.flowforge.server.http.Callers;
import io.flowforge.server.stream.EventStreams;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/**
 * Refuses all calls of deleted users. It must be registered before the other services, so that it
 * applies to their routes and to unknown ones.
 */
public final class DeletedUsers implements HttpService {

  /**
   * Where each route succeeds only for a user, or a member of an organization, that is not deleted,
   * and checks this in the transaction of its work: a transaction of its own would double what most
   * calls cost.
   */
  private static final List<String> CHECKED_BY_ROUTES =
      List.of("/api/login", "/api/pipeline", "/api/service_request");

  private final UserService users;

  public DeletedUsers(UserService users) {
    this.users = users;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any(this::check);
  }

  private void check(ServerRequest request, ServerResponse response) {
    if (Callers.find(request).orElse(null) instanceof Caller.Person person) {
      CallerCheck check = () -> users.requireNotDeleted(person);
      // A stream takes its place before it costs a transaction, and only members can open one.
      if (EventStreams.isOne(request) || isCheckedByRoutes(request.prologue().uriPath().path())) {
        check.leaveTo(request);
      } else {
        check.run();
      }
    }
    response.next();
  }

  private static boolean isCheckedByRoutes(String path) {
    return CHECKED_BY_ROUTES.stream()
        .anyMatch(begin -> path.equals(begin) || path.startsWith(begin + "/"));
  }
}
