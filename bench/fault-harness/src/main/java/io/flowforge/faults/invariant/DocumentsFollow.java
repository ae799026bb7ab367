package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.load.RequestAction;
import java.util.ArrayList;
import java.util.List;

/** Both stores agree on every request once the reconciler has had its interval. */
final class DocumentsFollow implements Invariant {

  @Override
  public String name() {
    return "the document's status equals PostgreSQL's";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    var violations = new ArrayList<Violation>();
    for (StoredDocument document : evidence.stored().documents().values()) {
      RunRow run = evidence.stored().runs().get(document.id());
      if (run == null) {
        violations.add(new Violation(document.id(), "a document without a run"));
      } else if (!document.status().equals(run.status()) || document.runSeq() != run.statusSeq()) {
        violations.add(
            new Violation(
                run.id(),
                "the document says %s (%d), PostgreSQL %s (%d)"
                    .formatted(
                        document.status(), document.runSeq(), run.status(), run.statusSeq())));
      }
    }
    evidence.load().accepted().stream()
        .filter(accepted -> accepted.action() == RequestAction.CREATE)
        .filter(accepted -> !evidence.stored().documents().containsKey(accepted.requestId()))
        .forEach(
            accepted -> violations.add(new Violation(accepted.requestId(), "has no document")));
    return violations;
  }
}
