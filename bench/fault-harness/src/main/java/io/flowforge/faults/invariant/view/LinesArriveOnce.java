package io.flowforge.faults.invariant.view;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.view.WatchedRequest;
import io.flowforge.faults.view.WatchedRequest.LogName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams of a request together bring the lines of its logs as the API returns them. */
final class LinesArriveOnce implements Invariant {

  @Override
  public String name() {
    return "streams bring every log line once, in order";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (WatchedRequest request : evidence.views().requests()) {
      Set<LogName> names = new HashSet<>(request.logs().keySet());
      names.addAll(request.lines().keySet());
      for (LogName name : names) {
        List<String> received = request.lines().getOrDefault(name, List.of());
        List<String> log = request.logs().getOrDefault(name, List.of());
        if (!isRight(request, received, log)) {
          violations.add(
              new Violation(
                  request.requestId(),
                  "of the log of '%s' in run %d arrived %s, but it is %s"
                      .formatted(name.step(), name.run(), received, log)));
        }
      }
    }
    return violations;
  }

  /** Of a request that its viewer has left, the last lines may be missing. */
  private static boolean isRight(WatchedRequest request, List<String> received, List<String> log) {
    boolean isToBeAll = request.isWhole() || !request.ends().isEmpty();
    return isToBeAll
        ? received.equals(log)
        : received.size() <= log.size() && log.subList(0, received.size()).equals(received);
  }
}
