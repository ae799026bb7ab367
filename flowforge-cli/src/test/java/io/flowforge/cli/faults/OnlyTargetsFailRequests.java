package io.flowforge.cli.faults;

import static java.util.stream.Collectors.toSet;

import io.flowforge.cli.faults.Evidence.Event;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is broken in the cluster delays a request, and never fails it: only a bad answer does. */
final class OnlyTargetsFailRequests implements Invariant {

  private record Step(String ticket, String name) {}

  private record Moment(String requestId, long seq) {}

  @Override
  public String name() {
    return "no step fails unless its target or an admin failed it";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Set<Step> failedByTheTarget =
        evidence.calls().stream()
            .filter(call -> !call.behaviour().succeeds())
            .map(call -> new Step(call.ticket(), call.step()))
            .collect(toSet());
    Set<Moment> rejections =
        evidence.transitions().stream()
            .filter(transition -> Action.REJECT.showsAs(transition.name()))
            .map(transition -> new Moment(transition.requestId(), transition.seq()))
            .collect(toSet());
    return evidence.events().stream()
        .filter(event -> event.status().equals("Failed"))
        .filter(event -> !rejections.contains(new Moment(event.requestId(), event.seq())))
        .filter(
            event ->
                !failedByTheTarget.contains(
                    step(event, evidence.documents().get(event.requestId()))))
        .map(event -> new Violation(event.requestId(), event.step() + " failed for no reason"))
        .toList();
  }

  private static Step step(Event event, @Nullable StoredDocument document) {
    return new Step(document == null ? "" : document.ticket(), event.step());
  }
}
