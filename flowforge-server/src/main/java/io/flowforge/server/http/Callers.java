package io.flowforge.server.http;

import io.flowforge.identity.Caller;
import io.helidon.webserver.http.ServerRequest;

/** Who sent a request, once a filter has found out. */
public final class Callers {

  private Callers() {}

  /** Remembers who sent the request. */
  public static void set(ServerRequest request, Caller.Person person) {
    request.context().register(person);
  }

  /**
   * Who sent the request. A route that asks is safe even if no filter stands before it.
   *
   * @throws RefusedException when nobody found out
   */
  public static Caller.Person of(ServerRequest request) {
    return request
        .context()
        .get(Caller.Person.class)
        .orElseThrow(
            () -> RefusedException.unauthorized("Bearer", "this route needs an access token"));
  }
}
