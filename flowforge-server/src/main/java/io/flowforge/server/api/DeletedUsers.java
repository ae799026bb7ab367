package io.flowforge.server.api;

import io.flowforge.identity.Caller;
import io.flowforge.identity.UserService;
import io.flowforge.server.http.Callers;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Refuses all calls of deleted users. It must be registered before the other services, so that it
 * applies to their routes and to unknown ones.
 */
public final class DeletedUsers implements HttpService {

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
      users.requireNotDeleted(person);
    }
    response.next();
  }
}
