package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.load.Conversation.Refusal;
import java.util.List;

/**
 * The load sends only valid calls, so a server may refuse one only because another came first, or
 * because it is unavailable, and then says when to retry.
 */
final class RefusalsAreHonest implements Invariant {

  @Override
  public String name() {
    return "a refusal is 409, or 503 with Retry-After";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.load().refusals().stream()
        .filter(refusal -> !isHonest(refusal))
        .map(
            refusal ->
                new Violation(
                    "",
                    "%s got the response %d %s"
                        .formatted(refusal.call(), refusal.status(), refusal.body())))
        .toList();
  }

  private static boolean isHonest(Refusal refusal) {
    return refusal.status() == 409 || (refusal.status() == 503 && refusal.hasRetryAfter());
  }
}
