package io.flowforge.faults.invariant.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.load.RequestAction;
import io.flowforge.faults.view.WatchedRequest;
import io.flowforge.faults.view.WatchedRequest.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A stream says that its request has ended when that is so, and after all that has happened. */
final class StreamsEndWithTheirRequest implements Invariant {

  private static final Set<String> ENDS = Set.of("Completed", "Failed", "Cancelled");

  @Override
  public String name() {
    return "streams end after the end of their request, and then do";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (WatchedRequest request : evidence.views().requests()) {
      for (End end : request.ends()) {
        if (!isTrue(request, end)) {
          violations.add(
              new Violation(
                  request.requestId(),
                  "its stream said %s after %d of %d transitions"
                      .formatted(end.status(), end.after(), request.history().size())));
        }
      }
      boolean hasEnded =
          !request.history().isEmpty()
              && ENDS.contains(request.history().getLast().path("status").asText());
      if (request.isWhole() && hasEnded && request.ends().isEmpty()) {
        violations.add(
            new Violation(request.requestId(), "it has ended, but its stream did not say so"));
      }
    }
    return violations;
  }

  private static boolean isTrue(WatchedRequest request, End end) {
    List<JsonNode> history = request.history();
    if (end.after() == 0 || end.after() > history.size()) {
      return false;
    }
    String status = history.get(end.after() - 1).path("status").asText();
    boolean isLastOfRun =
        end.after() == history.size()
            || RequestAction.RETRY.causes(history.get(end.after()).path("transition").asText());
    return ENDS.contains(status) && status.equals(end.status()) && isLastOfRun;
  }
}
