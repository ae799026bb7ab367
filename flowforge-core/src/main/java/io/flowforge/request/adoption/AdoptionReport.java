package io.flowforge.request.adoption;

import io.flowforge.request.document.DocumentHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What adoption would make of requests, counted by kind. Not thread-safe. */
public final class AdoptionReport {

  private final Map<KindOfRequest, Integer> counts = new HashMap<>();
  private final Map<KindOfRequest, String> examples = new HashMap<>();

  private final List<String> unreadable = new ArrayList<>();

  private record KindOfRequest(String statusBefore, AdoptionKind kind) {}

  /**
   * A number of requests of one kind.
   *
   * @param statusBefore in the words of the older system
   * @param example the id of one of them
   */
  public record ReportedKind(String statusBefore, AdoptionKind kind, int count, String example) {}

  void add(DocumentHead request, Adoption adoption) {
    var line = new KindOfRequest(request.status().stored(), adoption.kind());
    counts.merge(line, 1, Integer::sum);
    examples.putIfAbsent(line, request.id());
  }

  void addUnreadable(String id) {
    unreadable.add(id);
  }

  /** Returns the ids of requests that cannot be read, and stay as they are. */
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Returns how many requests are to be adopted. */
  public int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the numbers, by kind and status. */
  public List<ReportedKind> entries() {
    List<ReportedKind> entries = new ArrayList<>();
    counts.forEach(
        (line, count) ->
            entries.add(
                new ReportedKind(
                    line.statusBefore(), line.kind(), count, examples.getOrDefault(line, ""))));
    entries.sort(
        Comparator.comparing(ReportedKind::kind).thenComparing(ReportedKind::statusBefore));
    return entries;
  }
}
