package io.flowforge.server.api;

import io.flowforge.error.NotFoundException;
import io.flowforge.identity.User;
import io.flowforge.identity.UserStore;
import io.flowforge.postgres.Database;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** People, as far as they are there. */
public final class UserApi implements HttpService {

  private final Database database;
  private final UserStore users;
  private final JsonBodies json;

  public UserApi(Database database, UserStore users, JsonBodies json) {
    this.database = database;
    this.users = users;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules).get("/login", this::login).refuseOtherMethods();
  }

  /** 404 is how the front end learns that somebody is here for the first time. */
  private void login(ServerRequest request, ServerResponse response) {
    String userId = Callers.of(request).userId();
    User user =
        database
            .inTransaction(tx -> users.find(tx, userId))
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "user " + userId + " not found; create it with POST /api/user"));
    json.send(response, user);
  }
}
