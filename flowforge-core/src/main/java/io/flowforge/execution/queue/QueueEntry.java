package io.flowforge.execution.queue;

/**
 * A unit of work for one request; its id is all that it carries.
 *
 * @param dispatch the number of the transition that queued the work
 */
public record QueueEntry(String requestId, long dispatch) {

  static QueueEntry of(String id) {
    int slash = id.lastIndexOf('/');
    return new QueueEntry(id.substring(0, slash), Long.parseLong(id.substring(slash + 1)));
  }

  public String id() {
    return requestId + "/" + dispatch;
  }
}
