package io.flowforge.seed.change;

import java.util.Collections;
import java.util.List;

/**
 * The numbers of created, updated and unchanged entries of one kind.
 *
 * @param updated includes deleted entries that were restored
 */
public record SeedCount(int created, int updated, int unchanged) {

  /** The count of a kind that is not loaded. */
  public static final SeedCount NONE = new SeedCount(0, 0, 0);

  /** What happens to an entry. */
  public enum Change {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  public static SeedCount of(List<Change> changes) {
    return new SeedCount(
        Collections.frequency(changes, Change.CREATED),
        Collections.frequency(changes, Change.UPDATED),
        Collections.frequency(changes, Change.UNCHANGED));
  }
}
