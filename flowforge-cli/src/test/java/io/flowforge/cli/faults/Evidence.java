package io.flowforge.cli.faults;

import static java.util.stream.Collectors.groupingBy;

import io.flowforge.cli.faults.Conversation.Refusal;
import io.flowforge.cli.faults.CountingTarget.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything there is to know when a run is over: what the stores hold, what the target saw, what
 * the servers promised, and what was seen on the way.
 *
 * @param leftWaiting ids of requests that nobody decides, on purpose
 * @param sightings Running requests that were seen without work to come, on the way
 * @param freezes when processes were stopped
 */
record Evidence(
    Map<String, Run> runs,
    List<Transition> transitions,
    List<Event> events,
    Map<String, StoredDocument> documents,
    List<TargetCall> calls,
    List<Effect> effects,
    List<Accepted> accepted,
    List<Refusal> refusals,
    Set<String> leftWaiting,
    List<Sighting> sightings,
    List<Span> freezes) {

  /** A row of {@code request_run}. */
  record Run(String id, String status, long seq, long statusSeq) {}

  /** A row of {@code request_transition}. */
  record Transition(String requestId, long seq, String name, String toStatus) {

    boolean isEnd() {
      return toStatus.equals("Completed")
          || toStatus.equals("Failed")
          || toStatus.equals("Cancelled");
    }
  }

  /** A row of {@code service_request_event}. */
  record Event(String requestId, long seq, String step, String stepType, String status) {

    boolean isCompletedCall() {
      return stepType.equals("API") && status.equals("Completed");
    }
  }

  /** A document of {@code service_requests}. */
  record StoredDocument(String id, String ticket, String status, long runSeq) {}

  /** A Running request that would have stayed so. */
  record Sighting(String requestId, String what, Instant at) {}

  /** From when to when. */
  record Span(Instant from, Instant to) {

    /** Whether anything of it lies between these. */
    boolean overlaps(Instant begin, Instant end) {
      return from.isBefore(end) && to.isAfter(begin);
    }

    Span longerBy(Duration after) {
      return new Span(from, to.plus(after));
    }
  }

  Map<String, List<Transition>> transitionsByRequest() {
    return transitions.stream().collect(groupingBy(Transition::requestId));
  }

  Map<String, List<Event>> eventsByRequest() {
    return events.stream().collect(groupingBy(Event::requestId));
  }

  Map<String, List<Accepted>> acceptedByRequest() {
    return accepted.stream().collect(groupingBy(Accepted::requestId));
  }

  /** By ticket, which is as good as the request: each attempt to submit has its own. */
  Map<String, List<TargetCall>> callsByTicket() {
    return calls.stream().collect(groupingBy(TargetCall::ticket));
  }

  Map<String, List<Effect>> effectsByTicket() {
    return effects.stream().collect(groupingBy(Effect::ticket));
  }
}
