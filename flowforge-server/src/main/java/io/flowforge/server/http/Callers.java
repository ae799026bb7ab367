package io.flowforge.server.http;

import io.flowforge.identity.Caller;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** The caller of a request, as set by the authentication filter. */
public final class Callers {

  private Callers() {}

  /** Sets the caller of the request. */
  public static void set(ServerRequest request, Caller.Person person) {
    request.context().register(person);
  }

  /** Returns the user id of the caller if a filter has identified the caller. */
  static Optional<String> idOf(ServerRequest request) {
    return request.context().get(Caller.Person.class).map(Caller.Person::userId);
  }

  /** Returns whether a filter has identified the caller of the request. */
  public static boolean isKnown(ServerRequest request) {
    return request.context().get(Caller.Person.class).isPresent();
  }

  /**
   * Returns the caller of the request. A route that calls this is safe even without a filter.
   *
   * @throws RefusedException if the caller is unknown
   */
  public static Caller.Person of(ServerRequest request) {
    return request
        .context()
        .get(Caller.Person.class)
        .orElseThrow(
            () -> RefusedException.unauthorized("Bearer", "this route requires an access token"));
  }
}
