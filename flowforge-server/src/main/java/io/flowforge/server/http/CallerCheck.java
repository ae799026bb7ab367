package io.flowforge.server.http;

import io.flowforge.error.UnavailableException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

/**
 * A check of the caller that a route makes itself, in the transaction in which it does its work. If
 * the route refuses the call, the check is made once more, because what it says comes first.
 */
@FunctionalInterface
public interface CallerCheck {

  /** Throws if calls of the caller are refused whatever they are about. */
  void run();

  /** Leaves the check to the route. */
  default void leaveTo(ServerRequest request) {
    request.context().register(new Left(this));
  }

  /** Returns why the request fails. */
  static Throwable reasonOf(ServerRequest request, Throwable failure) {
    boolean isForLackOfRoom =
        failure instanceof RefusedException refused
            && refused.status().equals(Status.SERVICE_UNAVAILABLE_503);
    if (isForLackOfRoom
        || failure instanceof UnavailableException
        || failure instanceof InterruptedException) {
      return failure;
    }
    return request.context().get(Left.class).map(left -> left.reasonOf(failure)).orElse(failure);
  }

  /** The key of the check in the context of a request. */
  record Left(CallerCheck check) {

    private Throwable reasonOf(Throwable failure) {
      try {
        check.run();
        return failure;
      } catch (RuntimeException first) {
        return first;
      }
    }
  }
}
