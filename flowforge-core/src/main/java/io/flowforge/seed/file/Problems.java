package io.flowforge.seed.file;

import io.flowforge.error.InvalidException;
import java.util.ArrayList;
import java.util.List;

/** The problems of all seed files, collected so that they can be fixed together. */
public final class Problems {

  /** The maximum number of problems to report; the next run shows the rest. */
  private static final int MAX_SHOWN = 50;

  private final List<String> shown = new ArrayList<>();
  private int count;

  /**
   * Adds a problem.
   *
   * @param place a file, or {@code file:line}
   * @param problem the problem and how to fix it; never contains a password
   */
  public void add(String place, String problem) {
    count++;
    if (count <= MAX_SHOWN) {
      shown.add(place + ": " + problem);
    }
  }

  /**
   * Throws if there is any problem.
   *
   * @throws InvalidException with the problems in its details
   */
  public void throwIfAny() {
    if (count == 0) {
      return;
    }
    List<String> details = new ArrayList<>(shown);
    if (count > MAX_SHOWN) {
      details.add("and %d more; fix these first".formatted(count - MAX_SHOWN));
    }
    throw new InvalidException(
        "the seed data has %s; nothing was written"
            .formatted(count == 1 ? "a problem" : count + " problems"),
        details);
  }
}
