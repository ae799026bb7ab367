package io.flowforge.seed.file;

import io.flowforge.error.InvalidException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it can be mended at once. */
public final class Problems {

  /** More than anybody reads; the rest shows up on the next run. */
  private static final int SHOWN = 50;

  private final List<String> shown = new ArrayList<>();
  private int count;

  /**
   * Notes a fault.
   *
   * @param place a file, or {@code file:line}
   * @param problem what is wrong and how to mend it; never repeats a password
   */
  public void add(String place, String problem) {
    count++;
    if (count <= SHOWN) {
      shown.add(place + ": " + problem);
    }
  }

  /**
   * Goes on only when there is no fault.
   *
   * @throws InvalidException with the faults in its details
   */
  public void refuseIfAny() {
    if (count == 0) {
      return;
    }
    List<String> details = new ArrayList<>(shown);
    if (count > SHOWN) {
      details.add("and %d more; mend these first".formatted(count - SHOWN));
    }
    throw new InvalidException(
        "the seed data has %s; nothing was written"
            .formatted(count == 1 ? "a fault" : count + " faults"),
        details);
  }
}
