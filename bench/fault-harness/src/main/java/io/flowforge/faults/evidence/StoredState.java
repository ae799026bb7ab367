package io.flowforge.faults.evidence;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;

/**
 * The contents of both stores.
 *
 * @param runs by request id
 * @param documents by request id
 */
public record StoredState(
    Map<String, RunRow> runs,
    List<TransitionRow> transitions,
    List<EventRow> events,
    Map<String, StoredDocument> documents) {

  /** A row of {@code request_run}. */
  public record RunRow(String id, String status, long seq, long statusSeq) {}

  /** A row of {@code request_transition}. */
  public record TransitionRow(String requestId, long seq, String name, String toStatus) {

    public boolean isEnd() {
      return toStatus.equals("Completed")
          || toStatus.equals("Failed")
          || toStatus.equals("Cancelled");
    }
  }

  /** A row of {@code service_request_event}. */
  public record EventRow(String requestId, long seq, String step, String stepType, String status) {

    public boolean isCompletedCall() {
      return stepType.equals("API") && status.equals("Completed");
    }
  }

  /**
   * A document of {@code service_requests}.
   *
   * @param pipelineVersion the version of the pipeline that the request is pinned to
   * @param key the idempotency key, which the load writes into the remarks; empty if there was none
   */
  public record StoredDocument(
      String id, String ticket, String status, long runSeq, int pipelineVersion, String key) {

    /** Creates a document of a request on the first version, submitted without a key. */
    public StoredDocument(String id, String ticket, String status, long runSeq) {
      this(id, ticket, status, runSeq, 1, "");
    }
  }

  public Map<String, List<TransitionRow>> transitionsByRequest() {
    return transitions.stream().collect(groupingBy(TransitionRow::requestId));
  }

  public Map<String, List<EventRow>> eventsByRequest() {
    return events.stream().collect(groupingBy(EventRow::requestId));
  }
}
