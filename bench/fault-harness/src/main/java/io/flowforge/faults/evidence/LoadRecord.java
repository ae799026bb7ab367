package io.flowforge.faults.evidence;

import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.Conversation.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The responses that the load received.
 *
 * @param leftWaiting ids of requests that nobody decides, on purpose
 */
public record LoadRecord(
    List<AcceptedAction> accepted, List<Refusal> refusals, Set<String> leftWaiting) {

  public Map<String, List<AcceptedAction>> acceptedByRequest() {
    return accepted.stream().collect(groupingBy(AcceptedAction::requestId));
  }
}
