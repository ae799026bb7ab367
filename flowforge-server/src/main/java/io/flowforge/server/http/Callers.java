package io.flowforge.server.http;

import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.Caller;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller of a request, as set by the authentication filter. */
public final class Callers {

  private Callers() {}

  /** Sets the caller of the request. */
  public static void set(ServerRequest request, Caller caller) {
    request.context().register(new Known(caller, null));
  }

  /**
   * Sets the caller of the request.
   *
   * @param acceptedUntil when calls with the caller's token are refused from
   */
  public static void set(ServerRequest request, Caller caller, Instant acceptedUntil) {
    request.context().register(new Known(caller, acceptedUntil));
  }

  /** Returns when calls with the caller's token are refused from; empty if that is never. */
  public static Optional<Instant> acceptedUntil(ServerRequest request) {
    return request.context().get(Known.class).flatMap(Known::until);
  }

  /** Returns the user id of the caller if a filter has identified the caller. */
  static Optional<String> idOf(ServerRequest request) {
    return find(request).map(Caller::userId);
  }

  /** Returns whether a filter has identified the caller of the request. */
  public static boolean isKnown(ServerRequest request) {
    return find(request).isPresent();
  }

  /**
   * Returns the caller of the request. A route that calls this is safe even without a filter.
   *
   * @throws RefusedException if the caller is unknown
   */
  public static Caller of(ServerRequest request) {
    return find(request)
        .orElseThrow(
            () -> RefusedException.unauthorized("Bearer", "this route requires an access token"));
  }

  /**
   * Returns the caller of a request that only a user can make.
   *
   * @throws ForbiddenException if the caller is an operator
   */
  public static Caller.Person personOf(ServerRequest request) {
    return switch (of(request)) {
      case Caller.Person person -> person;
      case Caller.Operator _ ->
          throw new ForbiddenException("an operator is not a user; act as one with --as <user-id>");
    };
  }

  /** Returns the caller if a filter has identified the caller. */
  public static Optional<Caller> find(ServerRequest request) {
    return request.context().get(Known.class).map(Known::caller);
  }

  /** The key of the caller in the context of a request. */
  private record Known(Caller caller, @Nullable Instant acceptedUntil) {

    Optional<Instant> until() {
      return Optional.ofNullable(acceptedUntil);
    }
  }
}
