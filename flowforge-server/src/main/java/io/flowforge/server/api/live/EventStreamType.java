package io.flowforge.server.api.live;

import io.flowforge.scan.CharacterSet;
import io.flowforge.server.http.RefusedException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The media type of streams, and who accepts it. */
final class EventStreamType {

  static final String NAME = "text/event-stream";

  private static final Set<String> RANGES = Set.of(NAME, "text/*", "*/*");
  private static final CharacterSet SEMICOLON = CharacterSet.of(";");

  private EventStreamType() {}

  /**
   * Checks that the client accepts the type, as one does that names nothing.
   *
   * @throws RefusedException if the client accepts other types only
   */
  static void requireAccepted(ServerRequest request) {
    List<String> ranges =
        request.headers().all(HeaderNames.ACCEPT, List::of).stream()
            .flatMap(header -> CharacterSet.COMMA.split(header).stream())
            .map(range -> range.strip().toLowerCase(Locale.ROOT))
            .filter(range -> !range.isEmpty())
            .toList();
    if (!ranges.isEmpty() && ranges.stream().noneMatch(EventStreamType::isAccepting)) {
      throw new RefusedException(
          Status.NOT_ACCEPTABLE_406, "this is a stream; send Accept: " + NAME);
    }
  }

  private static boolean isAccepting(String range) {
    List<String> parts = SEMICOLON.split(range);
    return RANGES.contains(parts.getFirst().strip())
        && parts.stream().skip(1).map(String::strip).noneMatch(EventStreamType::isZero);
  }

  /** A quality of 0 means: not this one. */
  private static boolean isZero(String parameter) {
    return Set.of("q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000").contains(parameter);
  }
}
