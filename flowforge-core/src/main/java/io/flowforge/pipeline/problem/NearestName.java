package io.flowforge.pipeline.problem;

import io.flowforge.scan.Excerpt;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that somebody meant who has written an unknown one. */
public final class NearestName {

  private static final int MAX_LENGTH = 40;
  private static final int MIN_PREFIX = 4;

  private NearestName() {}

  /** Returns the cure for an unknown name: the nearest known name, or all known names. */
  public static String cure(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "remove it";
    }
    return of(unknown, known)
        .map(name -> "write '" + name + "'")
        .orElseGet(
            () -> "the known names are " + String.join(", ", known.stream().sorted().toList()));
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
    return isPrefix || distance(unknown, name) <= Math.max(1, name.length() / 3);
  }

  /** Returns the number of characters to change, insert, remove or swap with their neighbour. */
  private static int distance(String from, String to) {
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
