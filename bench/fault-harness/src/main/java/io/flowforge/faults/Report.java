package io.flowforge.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.LateCall;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import io.flowforge.faults.fault.Injection;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.load.Conversation;
import io.flowforge.faults.stub.FlowRecord;
import io.flowforge.faults.stub.TargetCall;
import io.flowforge.faults.view.ViewRecord;
import io.flowforge.faults.view.WatchedOrganization;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;

/** The report of a run; after violations it lists everything that is known of those requests. */
final class Report {

  private static final int MAX_VIOLATIONS = 10;
  private static final int MAX_REQUESTS = 3;

  private final Outcome outcome;
  private final Evidence evidence;
  private final Conversation conversation;
  private final int checks;

  /**
   * @param checks how often the queue was checked
   */
  Report(Outcome outcome, Evidence evidence, Conversation conversation, int checks) {
    this.outcome = outcome;
    this.evidence = evidence;
    this.conversation = conversation;
    this.checks = checks;
  }

  void print(PrintStream out) {
    out.println();
    printFaults(out);
    printLoad(out);
    printVerdicts(out);
    outcome.verdicts().stream()
        .flatMap(verdict -> verdict.violations().stream())
        .map(Violation::requestId)
        .filter(id -> !id.isEmpty())
        .distinct()
        .limit(MAX_REQUESTS)
        .forEach(id -> printRequest(id, out));
    out.printf(
        "%s: seed %d, %d of %d faults hit, %d requests started, %d s%s%n",
        outcome.isGood() ? "GOOD" : "BAD",
        outcome.plan().seed(),
        outcome.hits(),
        outcome.injections().size(),
        outcome.started(),
        outcome.duration().toSeconds(),
        outcome.isAtRest() ? "" : ", and it did not come to rest");
    out.flush();
  }

  private void printFaults(PrintStream out) {
    out.println("fault                                     injected   hit");
    var byKind =
        outcome.injections().stream()
            .collect(groupingBy(injection -> injection.fault().kind(), TreeMap::new, toList()));
    byKind.forEach(
        (kind, injections) ->
            out.printf(
                "%-40s %9d %5d%n",
                kind, injections.size(), injections.stream().filter(Injection::isHit).count()));
  }

  private void printLoad(PrintStream out) {
    out.println();
    out.println(
        "requests by status: "
            + countsOf(evidence.stored().runs().values().stream().map(RunRow::status).toList()));
    out.println(
        "successful actions: "
            + countsOf(
                evidence.load().accepted().stream()
                    .map(accepted -> accepted.action().name())
                    .toList()));
    out.println(
        "transitions: "
            + countsOf(evidence.stored().transitions().stream().map(TransitionRow::name).toList()));
    out.println("the servers' " + conversation.summary());
    long keys = evidence.target().calls().stream().map(TargetCall::key).distinct().count();
    out.printf(
        "calls of the target: %d with %d keys, %d of them repeated; %d effects%n",
        evidence.target().calls().size(),
        keys,
        evidence.target().calls().size() - keys,
        evidence.target().effects().size());
    FlowRecord flow = evidence.target().flow();
    out.printf(
        "calls with outputs of earlier steps: %d; responses to callbacks: %s%n",
        flow.uses().size(),
        countsOf(
            flow.callbacks().stream()
                .filter(callback -> callback.status() != 0)
                .map(callback -> Integer.toString(callback.status()))
                .toList()));
    printViews(out);
    var late = LateCall.allIn(evidence);
    out.printf(
        "first calls of a step after the response that ended its request: %d, at most %d ms after%n",
        late.size(), late.stream().mapToLong(call -> call.lateness().toMillis()).max().orElse(0));
    out.printf("checks of the queue: %d%n%n", checks);
  }

  private void printViews(PrintStream out) {
    ViewRecord views = evidence.views();
    out.printf(
        "requests that were watched: %d, %d of them to their end, with %d transitions; %d streams;"
            + " lists of the organization read anew: %s%n",
        views.requests().size(),
        views.requests().stream().filter(request -> !request.ends().isEmpty()).count(),
        views.requests().stream().mapToInt(request -> request.transitions().size()).sum(),
        views.connections(),
        views.organizations().stream().map(WatchedOrganization::resets).toList());
  }

  private static String countsOf(List<String> values) {
    return values.stream().collect(groupingBy(value -> value, TreeMap::new, counting())).toString();
  }

  private void printVerdicts(PrintStream out) {
    out.println("invariant                                                      violations");
    for (Verdict verdict : outcome.verdicts()) {
      out.printf("%-62s %10d%n", verdict.invariant().name(), verdict.violations().size());
      verdict.violations().stream()
          .limit(MAX_VIOLATIONS)
          .forEach(
              violation -> out.println("    " + violation.requestId() + " " + violation.what()));
    }
    out.println();
  }

  /** Prints everything that is known of a request, to find the cause of a violation. */
  private void printRequest(String id, PrintStream out) {
    out.println("--- request " + id);
    out.println("  " + evidence.stored().runs().get(id));
    StoredDocument document = evidence.stored().documents().get(id);
    out.println("  " + document);
    evidence.stored().transitions().stream()
        .filter(each -> each.requestId().equals(id))
        .forEach(each -> out.println("  " + each));
    evidence.stored().events().stream()
        .filter(each -> each.requestId().equals(id))
        .forEach(each -> out.println("  " + each));
    evidence.load().accepted().stream()
        .filter(each -> each.requestId().equals(id))
        .forEach(each -> out.println("  " + each));
    if (document != null) {
      evidence.target().calls().stream()
          .filter(call -> call.ticket().equals(document.ticket()))
          .forEach(call -> out.println("  " + call));
    }
    out.println();
  }
}
