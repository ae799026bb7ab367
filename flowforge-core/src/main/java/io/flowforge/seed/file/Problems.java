package io.flowforge.seed.file;

import io.flowforge.error.InvalidException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The problems of all seed files, collected so that they can be fixed together, and the values that
 * were mended.
 */
public final class Problems {

  /** The maximum number of problems to report; the next run shows the rest. */
  private static final int MAX_SHOWN = 50;

  private final List<Entry> shown = new ArrayList<>();
  private final Map<String, Entry> byCause = new HashMap<>();
  private final List<String> mendings = new ArrayList<>();
  private int count;
  private int mended;

  /** A problem, and where else the same cause shows. */
  private record Entry(String place, String problem, List<String> elsewhere) {

    @Override
    public String toString() {
      String text = place + ": " + problem;
      return switch (elsewhere.size()) {
        case 0 -> text;
        case 1 -> text + " (the same in %s)".formatted(elsewhere.getFirst());
        default ->
            text
                + " (the same in %s and %d more)"
                    .formatted(elsewhere.getFirst(), elsewhere.size() - 1);
      };
    }
  }

  /**
   * Adds a problem.
   *
   * @param place a file, or {@code file:line}
   * @param problem the problem and how to fix it; never contains a password
   */
  public void add(String place, String problem) {
    added(place, problem);
  }

  /**
   * Adds a problem whose cause may show in many places. Only the first one is a problem of its own;
   * it names the others.
   *
   * @param cause identifies the cause
   */
  public void addOnce(String cause, String place, String problem) {
    Entry first = byCause.get(cause);
    if (first == null) {
      byCause.put(cause, added(place, problem));
    } else {
      first.elsewhere().add(place);
    }
  }

  /**
   * Notes a value that was not taken as it is written.
   *
   * @param what what was read instead; never contains a password
   */
  public void mended(String place, String what) {
    mended++;
    if (mended <= MAX_SHOWN) {
      mendings.add(place + ": " + what);
    }
  }

  /** Returns what was mended, one line each. */
  public List<String> mendings() {
    List<String> all = new ArrayList<>(mendings);
    if (mended > MAX_SHOWN) {
      all.add("and %d more values".formatted(mended - MAX_SHOWN));
    }
    return List.copyOf(all);
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
    List<String> details = new ArrayList<>(shown.stream().map(Entry::toString).toList());
    if (count > MAX_SHOWN) {
      details.add("and %d more; fix these first".formatted(count - MAX_SHOWN));
    }
    throw new InvalidException(
        "the seed data has %s; nothing was written"
            .formatted(count == 1 ? "a problem" : count + " problems"),
        details);
  }

  private Entry added(String place, String problem) {
    count++;
    var entry = new Entry(place, problem, new ArrayList<>());
    if (count <= MAX_SHOWN) {
      shown.add(entry);
    }
    return entry;
  }
}
