package io.flowforge.execution.queue;

/**
 * Which organizations a server has looked at in its search for work. It looks at some at a time, so
 * that a look costs the same however many wait, and goes on after them, round and round. Not
 * thread-safe.
 */
final class PickRound {

  /** As many looks into an index take a few milliseconds. */
  static final int ORGANIZATIONS_AT_ONCE = 256;

  /** Below all ids, also that of the organization of entries without a request. */
  private static final int BEFORE_ALL = -1;

  private int from = BEFORE_ALL;
  private int until = BEFORE_ALL;
  private boolean isOver;
  private String pipelineFrom = "";

  /** Returns the organization after which the next look begins. */
  int from() {
    return from;
  }

  /**
   * Returns the organization with which the round ends; all are looked at if it is {@link #from}.
   */
  int until() {
    return until;
  }

  /**
   * Returns the pipeline after which the next look begins. An organization with very many of them
   * is looked at in parts, too.
   */
  String pipelineFrom() {
    return pipelineFrom;
  }

  /** Begins a round: from now on, every organization is looked at once. */
  void begin() {
    until = from;
    isOver = false;
  }

  /** Returns whether all organizations have been looked at. */
  boolean isOver() {
    return isOver;
  }

  /**
   * Notes a look.
   *
   * @param last the last organization of the look
   * @param organizations how many organizations it has found
   * @param lastPipeline the last pipeline of an organization of which there are more, empty if all
   *     have been looked at
   */
  void note(int last, int organizations, String lastPipeline) {
    if (organizations > 0) {
      from = last;
    }
    isOver = organizations < ORGANIZATIONS_AT_ONCE || last == until;
    if (isOver) {
      until = from;
    }
    pipelineFrom = lastPipeline;
  }
}
