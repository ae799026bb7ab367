package io.flowforge.cli.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.flowforge.cli.faults.Evidence.Run;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import io.flowforge.cli.faults.Evidence.Transition;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;

/** Prints what came of a run, and on a violation what is known of the requests. */
final class Report {

  private static final int VIOLATIONS_TO_TELL = 10;
  private static final int REQUESTS_TO_TELL = 3;

  private final Outcome outcome;
  private final Evidence evidence;

  Report(Outcome outcome) {
    this.outcome = outcome;
    this.evidence = outcome.evidence();
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
        .limit(REQUESTS_TO_TELL)
        .forEach(id -> printRequest(id, out));
    out.printf(
        "%s: seed %d, %d of %d faults hit, %d requests started, %d s%s%n",
        outcome.isGood() ? "GOOD" : "BAD",
        outcome.plan().seed(),
        outcome.hits(),
        outcome.strikes().size(),
        outcome.started(),
        outcome.took().toSeconds(),
        outcome.isAtRest() ? "" : ", and it did not come to rest");
    out.flush();
  }

  private void printFaults(PrintStream out) {
    out.println("fault                                     injected   hit");
    var byKind =
        outcome.strikes().stream()
            .collect(groupingBy(strike -> strike.fault().kind(), TreeMap::new, toList()));
    byKind.forEach(
        (kind, strikes) ->
            out.printf(
                "%-40s %9d %5d%n",
                kind, strikes.size(), strikes.stream().filter(Strike::hit).count()));
  }

  private void printLoad(PrintStream out) {
    out.println();
    out.println(
        "requests by status: "
            + countsOf(evidence.runs().values().stream().map(Run::status).toList()));
    out.println(
        "promises by action: "
            + countsOf(
                evidence.accepted().stream().map(promise -> promise.action().name()).toList()));
    out.println(
        "transitions: " + countsOf(evidence.transitions().stream().map(Transition::name).toList()));
    out.println("the servers' " + outcome.conversation().summary());
    long keys = evidence.calls().stream().map(TargetCall::key).distinct().count();
    out.printf(
        "calls at the target: %d under %d keys, %d of them again; %d effects%n",
        evidence.calls().size(), keys, evidence.calls().size() - keys, evidence.effects().size());
    var late = NothingStartsAfterTheEnd.lateCalls(evidence);
    out.printf(
        "first calls of a step after its end was answered: %d, the latest %d ms after%n",
        late.size(), late.stream().mapToLong(call -> call.lateness().toMillis()).max().orElse(0));
    out.printf("looks into the queue: %d%n%n", outcome.looks());
  }

  private static String countsOf(List<String> values) {
    return values.stream().collect(groupingBy(value -> value, TreeMap::new, counting())).toString();
  }

  private void printVerdicts(PrintStream out) {
    out.println("invariant                                                      violations");
    for (Verdict verdict : outcome.verdicts()) {
      out.printf("%-62s %10d%n", verdict.invariant().name(), verdict.violations().size());
      verdict.violations().stream()
          .limit(VIOLATIONS_TO_TELL)
          .forEach(
              violation -> out.println("    " + violation.requestId() + " " + violation.what()));
    }
    out.println();
  }

  /** Everything that is known of a request, to find out how it came about. */
  private void printRequest(String id, PrintStream out) {
    out.println("--- request " + id);
    out.println("  " + evidence.runs().get(id));
    StoredDocument document = evidence.documents().get(id);
    out.println("  " + document);
    evidence.transitions().stream()
        .filter(each -> each.requestId().equals(id))
        .forEach(each -> out.println("  " + each));
    evidence.events().stream()
        .filter(each -> each.requestId().equals(id))
        .forEach(each -> out.println("  " + each));
    evidence.accepted().stream()
        .filter(each -> each.requestId().equals(id))
        .forEach(each -> out.println("  " + each));
    if (document != null) {
      evidence.calls().stream()
          .filter(call -> call.ticket().equals(document.ticket()))
          .forEach(call -> out.println("  " + call));
    }
    out.println();
  }
}
