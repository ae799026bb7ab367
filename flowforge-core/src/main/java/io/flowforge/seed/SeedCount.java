package io.flowforge.seed;

import java.util.Collections;
import java.util.List;

/**
 * What became of the things of one kind.
 *
 * @param updated also those that had been deleted and came back
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
