package io.flowforge.seed.provider;

import io.flowforge.error.FlowforgeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of the users at the identity provider.
 *
 * @param outcomes the outcomes by user id
 * @param notes what to know about single rows, one line each
 * @param problems why users failed, one line each
 * @param stop why the run ended before the last user; null if it did not
 */
public record CreationReport(
    Map<String, AccountOutcome> outcomes,
    List<String> notes,
    List<String> problems,
    @Nullable FlowforgeException stop) {

  public CreationReport {
    outcomes = new LinkedHashMap<>(outcomes);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  public int count(AccountOutcome outcome) {
    return (int) outcomes.values().stream().filter(outcome::equals).count();
  }

  /** Returns the ids of the users whom the provider neither has nor will have. */
  public Set<String> missing() {
    return outcomes.entrySet().stream()
        .filter(entry -> !entry.getValue().isProvided())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
