package io.flowforge.request.adoption;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Tx;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.state.OlderEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what an older system has recorded of requests, and applies the rule. Thread-safe. */
final class OlderHistories {

  private final PipelineStore pipelines;
  private final OrganizationStore organizations;
  private final AdoptionRule rule;

  OlderHistories(PipelineStore pipelines, OrganizationStore organizations, AdoptionRule rule) {
    this.pipelines = pipelines;
    this.organizations = organizations;
    this.rule = rule;
  }

  /** Reads the pipelines of the requests, by their ids. Not in a transaction: it asks MongoDB. */
  Map<String, Optional<Pipeline>> pipelinesOf(List<DocumentHead> requests) {
    return requests.stream()
        .map(request -> request.origin().pipelineId())
        .distinct()
        .collect(toMap(Function.identity(), pipelines::find));
  }

  /**
   * Returns what becomes of each of the requests.
   *
   * @param events their events, oldest first
   */
  Map<DocumentHead, Adoption> adoptions(
      Tx tx,
      List<DocumentHead> requests,
      Map<String, Optional<Pipeline>> known,
      List<OlderEvent> events) {
    Map<String, List<OlderEvent>> histories =
        events.stream().collect(groupingBy(OlderEvent::requestId));
    Map<Integer, String> deleted =
        organizations.ownersOfDeleted(
            tx, requests.stream().map(DocumentHead::orgId).distinct().toList());
    Map<DocumentHead, Adoption> adoptions = new LinkedHashMap<>();
    for (DocumentHead request : requests) {
      var steps =
          RecordedSteps.of(
              known.getOrDefault(request.origin().pipelineId(), Optional.empty()),
              histories.getOrDefault(request.id(), List.of()));
      Adoption adoption = rule.of(request.status().stored(), steps);
      adoptions.put(request, inOrganization(request, adoption, deleted));
    }
    return adoptions;
  }

  /**
   * Returns what becomes of a request that another program has written to. It never goes on.
   *
   * @param status as another program wrote it, or else as this server knows it
   * @param events all of them, oldest first
   */
  Adoption again(
      Tx tx,
      DocumentHead request,
      Optional<Pipeline> pipeline,
      String status,
      List<OlderEvent> events) {
    return inOrganization(
        request,
        new AdoptionRule(false).of(status, RecordedSteps.of(pipeline, events)),
        organizations.ownersOfDeleted(tx, List.of(request.orgId())));
  }

  private static Adoption inOrganization(
      DocumentHead request, Adoption adoption, Map<Integer, String> ownersOfDeleted) {
    return ownersOfDeleted.containsKey(request.orgId())
        ? adoption.inDeletedOrganization(ownersOfDeleted.get(request.orgId()))
        : adoption;
  }
}
