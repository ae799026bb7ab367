package io.flowforge.pipeline.problem;

import io.flowforge.scan.Excerpt;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The known name that somebody meant who has written an unknown one. */
public final class NearestName {

  private static final int MAX_LENGTH = 40;
  private static final int MIN_PREFIX = 4;

  /** The number of known names that a cure lists. */
  private static final int MAX_LISTED = 30;

  private NearestName() {}

  /** Returns the cure for an unknown name: the nearest known name, or all known names. */
  public static String cure(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "remove it";
    }
    return of(unknown, known)
        .map(name -> "write '" + name + "'")
        .orElseGet(() -> "the known names are " + listed(known));
  }

  private static String listed(Collection<String> known) {
    int more = known.size() - MAX_LISTED;
    List<String> first = known.stream().sorted().limit(MAX_LISTED).map(Excerpt::of).toList();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  /** Returns the nearest known name, if one is near. */
  public static Optional<String> of(String unknown, Collection<String> known) {
    if (unknown.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> isNear(unknown, name))
        .min(
            Comparator.comparingInt((String name) -> distance(unknown, name))
                .thenComparing(name -> name));
  }

  /** Returns the name as a message quotes it. */
  public static String quoted(String name) {
    return "'" + Excerpt.of(name, MAX_LENGTH) + "'";
  }

  private static boolean isNear(String unknown, String name) {
    boolean isPrefix = unknown.length() >= MIN_PREFIX && name.startsWith(unknown);
    int most = Math.max(1, name.length() / 3);
    // Each character that one has more costs a change: long names need no comparison.
    return isPrefix
        || (Math.abs(unknown.length() - name.length()) <= most && distance(unknown, name) <= most);
  }

  /** Returns the number of characters to change, insert, remove or swap with their neighbour. */
  private static int distance(String from, String to) {
    if (to.startsWith(from)) {
      return to.length() - from.length();
    }
    int[][] costs = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, from, to, i, j);
      }
    }
    return costs[from.length()][to.length()];
  }

  private static int cost(int[][] costs, String from, String to, int i, int j) {
    int change = costs[i - 1][j - 1] + (isSame(from.charAt(i - 1), to.charAt(j - 1)) ? 0 : 1);
    int least = Math.min(change, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
    boolean isSwap =
        i > 1
            && j > 1
            && isSame(from.charAt(i - 1), to.charAt(j - 2))
            && isSame(from.charAt(i - 2), to.charAt(j - 1));
    return isSwap ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
  }

  private static boolean isSame(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
