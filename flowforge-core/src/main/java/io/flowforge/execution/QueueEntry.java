package io.flowforge.execution;

/**
 * An entry of the queue; its id is all that it carries.
 *
 * @param dispatch the number of the transition that queued the work
 */
record QueueEntry(String requestId, long dispatch) {

  /** The name that all entries share in the table of the queue. */
  static final String TASK = "run-request";

  static QueueEntry of(String id) {
    int slash = id.lastIndexOf('/');
    return new QueueEntry(id.substring(0, slash), Long.parseLong(id.substring(slash + 1)));
  }

  String id() {
    return requestId + "/" + dispatch;
  }
}
