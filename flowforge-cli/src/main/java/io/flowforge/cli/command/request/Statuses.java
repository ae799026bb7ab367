package io.flowforge.cli.command.request;

import io.flowforge.error.InvalidException;
import io.flowforge.request.state.RequestStatus;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The statuses of requests as words of a command line. */
final class Statuses implements Iterable<String> {

  private static final List<String> LABELS =
      Arrays.stream(RequestStatus.values()).map(RequestStatus::label).toList();

  @Override
  public Iterator<String> iterator() {
    return LABELS.iterator();
  }

  /**
   * Returns the statuses as the API spells them; case does not matter.
   *
   * @throws InvalidException if one of them is unknown
   */
  static Set<String> checked(Set<String> words) {
    Set<String> statuses = new TreeSet<>();
    for (String word : words) {
      statuses.add(
          LABELS.stream()
              .filter(label -> label.equalsIgnoreCase(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidException(
                          "unknown status '%s'; there are: %s"
                              .formatted(word, String.join(", ", LABELS)))));
    }
    return statuses;
  }
}
