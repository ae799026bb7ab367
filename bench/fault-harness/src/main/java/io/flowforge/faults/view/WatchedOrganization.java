package io.flowforge.faults.view;

import java.util.Map;

/**
 * What a viewer of an organization knows of its requests at the end.
 *
 * @param viewer who it is
 * @param seen the status of each request that the viewer has been told of, by its id
 * @param stored the status that each of them has, by its id
 * @param resets how often the viewer has had to read the list anew
 */
public record WatchedOrganization(
    String viewer, Map<String, String> seen, Map<String, String> stored, int resets) {

  public WatchedOrganization {
    seen = Map.copyOf(seen);
    stored = Map.copyOf(stored);
  }
}
