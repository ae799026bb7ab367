package io.flowforge.faults.invariant;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.Span;
import io.flowforge.faults.load.SecretSpan;
import io.flowforge.faults.stub.TargetCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call with a secret carries a value that was current while its attempt lasted. */
final class SecretsAreCurrent implements Invariant {

  /**
   * From reading the value to the arrival of the call, on a busy machine, and without freezes: 5.3
   * s have been seen where twenty threads wanted to run on two cores. The value changes about once
   * a second.
   */
  private static final Duration ATTEMPT = Duration.ofSeconds(15);

  @Override
  public String name() {
    return "a secret is sent with a value that was current";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, SecretSpan> spans =
        evidence.secrets().stream().collect(toMap(SecretSpan::value, identity()));
    return evidence.target().calls().stream()
        .filter(call -> !call.secret().isEmpty())
        .flatMap(call -> problem(call, spans.get(call.secret()), evidence.freezes()).stream())
        .map(problem -> new Violation("", problem))
        .toList();
  }

  private static Optional<String> problem(
      TargetCall call, @Nullable SecretSpan span, List<Span> freezes) {
    if (span == null) {
      return Optional.of("%s carried '%s', which was never set".formatted(call, call.secret()));
    }
    return call.at().isBefore(span.from()) || begin(call.at(), freezes).isAfter(span.to())
        ? Optional.of("%s carried a value of another time: %s".formatted(call, span))
        : Optional.empty();
  }

  /** Returns when the attempt began at the earliest; a frozen server goes on where it was. */
  private static Instant begin(Instant arrival, List<Span> freezes) {
    Instant begin = arrival.minus(ATTEMPT);
    for (Span freeze : freezes) {
      if (freeze.overlaps(begin, arrival)) {
        begin = freeze.from().minus(ATTEMPT).isBefore(begin) ? freeze.from().minus(ATTEMPT) : begin;
      }
    }
    return begin;
  }
}
