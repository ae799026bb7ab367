package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.toMap;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import java.util.List;
import java.util.Map;

/**
 * Every call of a request was made by the version of the pipeline that the request is pinned to.
 */
final class RequestsKeepToTheirVersion implements Invariant {

  @Override
  public String name() {
    return "requests keep to the version of their pipeline";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, StoredDocument> documents = evidence.stored().documents();
    // The key of a call begins with the id of its request.
    Map<String, Integer> versions =
        documents.values().stream()
            .collect(toMap(StoredDocument::id, StoredDocument::pipelineVersion));
    return evidence.target().calls().stream()
        .filter(call -> versions.containsKey(call.requestId()))
        .filter(call -> versions.getOrDefault(call.requestId(), 0) != call.pipelineVersion())
        .map(
            call ->
                new Violation(
                    call.requestId(),
                    "%s was called by version %d of a request on version %d"
                        .formatted(
                            call.step(),
                            call.pipelineVersion(),
                            versions.getOrDefault(call.requestId(), 0))))
        .toList();
  }
}
