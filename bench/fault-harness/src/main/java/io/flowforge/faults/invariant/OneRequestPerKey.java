package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import java.util.List;

/** A submission with a key makes at most one request, however often it was sent. */
final class OneRequestPerKey implements Invariant {

  @Override
  public String name() {
    return "a submission with an idempotency key makes at most one request";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.stored().documents().values().stream()
        .filter(document -> !document.key().isEmpty())
        .collect(groupingBy(StoredDocument::key, counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > 1)
        .map(
            entry ->
                new Violation(
                    "",
                    "the key %s has made %d requests".formatted(entry.getKey(), entry.getValue())))
        .toList();
  }
}
