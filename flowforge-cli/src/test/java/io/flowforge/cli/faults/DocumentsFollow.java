package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Run;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import java.util.ArrayList;
import java.util.List;

/** After the reconciler's interval both stores say the same of every request. */
final class DocumentsFollow implements Invariant {

  @Override
  public String name() {
    return "the document's status equals PostgreSQL's";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    var violations = new ArrayList<Violation>();
    for (StoredDocument document : evidence.documents().values()) {
      Run run = evidence.runs().get(document.id());
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
    evidence.accepted().stream()
        .filter(promise -> promise.action() == Action.CREATE)
        .filter(promise -> !evidence.documents().containsKey(promise.requestId()))
        .forEach(promise -> violations.add(new Violation(promise.requestId(), "has no document")));
    return violations;
  }
}
