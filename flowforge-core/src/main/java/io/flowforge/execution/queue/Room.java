package io.flowforge.execution.queue;

import java.util.List;

/**
 * What this server has room for.
 *
 * @param entries how many entries it may pick
 * @param ofNewcomers how many of them may be of an organization that has no run here
 * @param uses what the organizations use that have runs here
 */
public record Room(int entries, int ofNewcomers, List<Use> uses) {

  /**
   * The use of one organization.
   *
   * @param active its runs that use the processor or a store
   * @param inFlight all its runs, with those that wait for a target
   * @param room how many entries of it may be picked
   */
  public record Use(int orgId, int active, int inFlight, int room) {}

  /** Returns whether an organization could get more if others had ended. */
  public boolean isLimited() {
    return uses.stream().anyMatch(use -> use.room() < entries);
  }
}
