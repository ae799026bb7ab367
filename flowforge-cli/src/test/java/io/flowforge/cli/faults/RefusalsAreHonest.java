package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Conversation.Refusal;
import java.util.List;

/**
 * The load makes no mistakes, so a server may only tell it to come back later, and when, or that
 * somebody else came first.
 */
final class RefusalsAreHonest implements Invariant {

  @Override
  public String name() {
    return "a refusal is 409, or 503 with Retry-After";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.refusals().stream()
        .filter(refusal -> !isHonest(refusal))
        .map(
            refusal ->
                new Violation(
                    "",
                    "%s was answered %d %s"
                        .formatted(refusal.call(), refusal.status(), refusal.body())))
        .toList();
  }

  private static boolean isHonest(Refusal refusal) {
    return refusal.status() == 409 || (refusal.status() == 503 && refusal.saysWhenToComeBack());
  }
}
