package io.flowforge.faults.view;

import java.util.List;

/**
 * What viewers have received.
 *
 * @param connections how many streams were opened
 */
public record ViewRecord(
    List<WatchedRequest> requests, List<WatchedOrganization> organizations, int connections) {

  /** The record of a run without viewers. */
  public static final ViewRecord NONE = new ViewRecord(List.of(), List.of(), 0);

  public ViewRecord {
    requests = List.copyOf(requests);
    organizations = List.copyOf(organizations);
  }
}
