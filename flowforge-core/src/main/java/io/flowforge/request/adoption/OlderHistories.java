package io.flowforge.request.adoption;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Tx;
import io.flowforge.request.ServiceRequestStore.Older;
import io.flowforge.request.state.OlderEvent;
import io.flowforge.request.state.StepEventStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what an older system has recorded of requests, and applies the rule. Thread-safe. */
final class OlderHistories {

  private final PipelineStore pipelines;
  private final OrganizationStore organizations;
  private final StepEventStore events;
  private final AdoptionRule rule;

  OlderHistories(
      PipelineStore pipelines,
      OrganizationStore organizations,
      StepEventStore events,
      AdoptionRule rule) {
    this.pipelines = pipelines;
    this.organizations = organizations;
    this.events = events;
    this.rule = rule;
  }

  /** Reads the pipelines of the requests, by their ids. Not in a transaction: it asks MongoDB. */
  Map<String, Optional<Pipeline>> pipelinesOf(List<Older> requests) {
    return requests.stream()
        .map(request -> request.origin().pipelineId())
        .distinct()
        .collect(toMap(Function.identity(), pipelines::find));
  }

  /** Returns what becomes of each of the requests. */
  Map<Older, Adoption> adoptions(
      Tx tx, List<Older> requests, Map<String, Optional<Pipeline>> known) {
    Map<String, List<OlderEvent>> histories =
        events.ofOlder(tx, requests.stream().map(Older::id).toList()).stream()
            .collect(groupingBy(OlderEvent::requestId));
    Map<Integer, String> deleted =
        organizations.ownersOfDeleted(tx, requests.stream().map(Older::orgId).distinct().toList());
    Map<Older, Adoption> adoptions = new LinkedHashMap<>();
    for (Older request : requests) {
      var steps =
          RecordedSteps.of(
              known.getOrDefault(request.origin().pipelineId(), Optional.empty()),
              histories.getOrDefault(request.id(), List.of()));
      Adoption adoption = rule.of(request.status(), steps);
      adoptions.put(
          request,
          deleted.containsKey(request.orgId())
              ? adoption.inDeletedOrganization(deleted.get(request.orgId()))
              : adoption);
    }
    return adoptions;
  }
}
