package io.flowforge.seed;

import java.util.Collections;
import java.util.List;

/**
 * The numbers of created, updated and unchanged entries of one kind.
 *
 * @param updated includes deleted entries that were restored
 */
public record SeedCount(int created, int updated, int unchanged) {

  enum Change {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  static SeedCount of(List<Change> changes) {
    return new SeedCount(
        Collections.frequency(changes, Change.CREATED),
        Collections.frequency(changes, Change.UPDATED),
        Collections.frequency(changes, Change.UNCHANGED));
  }
}
