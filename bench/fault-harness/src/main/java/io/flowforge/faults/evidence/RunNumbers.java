package io.flowforge.faults.evidence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.RequestAction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which run each transition and each event belongs to: every retry begins another. */
public final class RunNumbers {

  private final Map<String, List<Long>> retries;

  private RunNumbers(Map<String, List<Long>> retries) {
    this.retries = retries;
  }

  public static RunNumbers of(StoredState stored) {
    return new RunNumbers(
        stored.transitions().stream()
            .filter(transition -> RequestAction.RETRY.causes(transition.name()))
            .collect(groupingBy(TransitionRow::requestId, mapping(TransitionRow::seq, toList()))));
  }

  public int of(TransitionRow transition) {
    return at(transition.requestId(), transition.seq());
  }

  public int of(EventRow event) {
    return at(event.requestId(), event.seq());
  }

  /** Returns the number of the latest run of a request. */
  public int latestOf(String requestId) {
    return at(requestId, Long.MAX_VALUE);
  }

  /**
   * Returns the latest run that the accepted action has ended: a cancelled request is never run
   * again; of several rejections each ended another run, and 0 is returned if the responses to some
   * are missing, so that nobody knows which.
   */
  int endedBy(AcceptedAction end, Evidence evidence) {
    if (end.action() == RequestAction.CANCEL) {
      return Integer.MAX_VALUE;
    }
    List<AcceptedAction> answered =
        evidence.load().accepted().stream()
            .filter(one -> one.requestId().equals(end.requestId()) && one.action() == end.action())
            .sorted(Comparator.comparing(AcceptedAction::at))
            .toList();
    List<Integer> ended =
        evidence.stored().transitions().stream()
            .filter(one -> one.requestId().equals(end.requestId()))
            .filter(one -> end.action().causes(one.name()))
            .map(this::of)
            .sorted()
            .toList();
    return answered.size() == ended.size() ? ended.get(answered.indexOf(end)) : 0;
  }

  private int at(String requestId, long seq) {
    return 1
        + (int)
            retries.getOrDefault(requestId, List.of()).stream()
                .filter(retry -> retry <= seq)
                .count();
  }
}
