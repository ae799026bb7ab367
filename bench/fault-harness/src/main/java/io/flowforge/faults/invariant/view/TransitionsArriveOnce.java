package io.flowforge.faults.invariant.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.view.WatchedRequest;
import java.util.List;
import java.util.Optional;

/** The streams of a request together bring its transitions as its history has them. */
final class TransitionsArriveOnce implements Invariant {

  @Override
  public String name() {
    return "streams bring every transition once, in order";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.views().requests().stream()
        .flatMap(request -> violation(request).stream())
        .toList();
  }

  private static Optional<Violation> violation(WatchedRequest request) {
    List<JsonNode> received = request.transitions();
    List<JsonNode> history = request.history();
    for (int i = 0; i < received.size(); i++) {
      if (i == history.size()) {
        return found(request, "transition %d arrived after the last one".formatted(i + 1));
      }
      if (!received.get(i).equals(history.get(i))) {
        return found(
            request,
            "transition %d arrived as %s, but is %s"
                .formatted(i + 1, received.get(i), history.get(i)));
      }
    }
    // Behind the end of a stream, somebody may have retried the request.
    boolean isToBeAll = request.isWhole() && request.ends().isEmpty();
    return isToBeAll && received.size() < history.size()
        ? found(
            request, "only %d of %d transitions arrived".formatted(received.size(), history.size()))
        : Optional.empty();
  }

  private static Optional<Violation> found(WatchedRequest request, String what) {
    return Optional.of(new Violation(request.requestId(), what));
  }
}
