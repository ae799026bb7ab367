package io.flowforge.server.stream;

import io.flowforge.scan.CharacterSet;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Set;

/** Which calls open streams, which end when their callers want, not when the server has worked. */
public final class EventStreams {

  private static final CharacterSet SLASH = CharacterSet.of("/");
  private static final Set<String> OWNERS = Set.of("service_request", "organization");

  private EventStreams() {}

  /** Returns whether the call opens a stream. HEAD opens none, so it is a call like any other. */
  public static boolean isOne(ServerRequest request) {
    return request.prologue().method().equals(Method.GET)
        && isPath(request.prologue().uriPath().path());
  }

  /** Returns whether a path such as {@code /api/service_request/65f0/events} is one of a stream. */
  static boolean isPath(String path) {
    List<String> segments = SLASH.split(path);
    return segments.size() == 5
        && segments.get(0).isEmpty()
        && segments.get(1).equals("api")
        && OWNERS.contains(segments.get(2))
        && segments.get(4).equals("events");
  }
}
