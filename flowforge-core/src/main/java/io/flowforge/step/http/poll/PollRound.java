package io.flowforge.step.http.poll;

import io.flowforge.condition.ConditionException;
import io.flowforge.condition.Conditions;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.RetryPolicy;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepOutcome;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a step that polls: its first call, or a look. Decides what follows.
 *
 * <p>Looks belong to the attempt that made the call. A look that fails is followed by another if
 * the step's retry policy covers the failure and allows as many attempts; nothing ever repeats the
 * call. Immutable.
 */
public final class PollRound {

  /** The maximum number of lines that the looks of a step log, without the last. */
  static final int MAX_LINES = 30;

  private final Polling polling;
  private final StepContext context;
  private final String method;
  private final URI own;
  private final @Nullable StepWait wait;
  private final PollMemo memo;

  /**
   * @param method the method of the step, in upper case
   * @param own the URL of the step
   * @throws IllegalArgumentException if what the look before has noted cannot be read
   */
  public PollRound(Polling polling, StepContext context, String method, URI own) {
    this.polling = polling;
    this.context = context;
    this.method = method;
    this.own = own;
    this.wait = context.suspension().orElse(null);
    this.memo = wait == null ? PollMemo.begin("", 0) : PollMemo.of(wait.memo());
  }

  /** Tests whether this is a look, and not the first call. */
  public boolean isLook() {
    return wait != null;
  }

  /** Returns the location to look at; empty if the step's own call is made. */
  public Optional<URI> location() {
    return memo.location().isEmpty() ? Optional.empty() : Optional.of(URI.create(memo.location()));
  }

  /**
   * Returns why no response could ever end the poll, as the end of a sentence; empty if one can.
   */
  public Optional<String> problem() {
    return problemOf(Polling.UNTIL, polling.until())
        .or(
            () ->
                polling.failWhen().isEmpty()
                    ? Optional.empty()
                    : problemOf(Polling.FAIL_WHEN, polling.failWhen()));
  }

  private static Optional<String> problemOf(String name, String condition) {
    try {
      Conditions.prepareResponseCondition(condition);
      return Optional.empty();
    } catch (ConditionException e) {
      return Optional.of("'%s' cannot be decided: %s".formatted(name, e.getMessage()));
    }
  }

  /** Returns what follows a successful response. */
  public PollVerdict after(PolledResponse response) {
    try {
      if (!polling.failWhen().isEmpty() && holds(Polling.FAIL_WHEN, polling.failWhen(), response)) {
        return new PollVerdict.GivenUp(
            "Response status %d, and 'fail_when' holds: %s"
                .formatted(response.status(), polling.failWhen()));
      }
      if (holds(Polling.UNTIL, polling.until(), response)) {
        return new PollVerdict.Done(
            isLook() ? "Done after %s: response status".formatted(looks()) : "Response status");
      }
    } catch (UndecidedException e) {
      return new PollVerdict.GivenUp(
          "Response status %d, but %s".formatted(response.status(), e.getMessage()));
    }
    return switch (PollTarget.after(response, method, own, memo.location())) {
      case PollTarget.Nowhere(String reason) ->
          new PollVerdict.GivenUp(
              "Response status %d, but 'until' does not hold yet, and %s"
                  .formatted(response.status(), reason));
      case PollTarget.Itself _ -> again(response, memo.at(""));
      case PollTarget.At(String url) -> again(response, memo.at(url));
    };
  }

  /**
   * Returns what follows a look that has brought no successful response.
   *
   * @param reason a sentence
   * @param kind the kind of the failure; null if another look would fail in the same way
   * @param status the status code of the response; 0 if there is none
   * @param pause the pause that the target asks for; zero for none
   */
  public PollVerdict afterFailure(
      String reason, @Nullable FailureKind kind, int status, Duration pause) {
    PollMemo next = memo.failedOnce();
    RetryPolicy retry = context.step().policy().retry();
    boolean isTolerated =
        kind != null && retry != null && retry.covers(kind) && next.failed() < retry.maxAttempts();
    if (!isTolerated) {
      return new PollVerdict.GivenUp(
          next.failed() == 1
              ? "%s (look %d)".formatted(reason, number())
              : "%s (look %d; %d looks in a row have failed)"
                  .formatted(reason, number(), next.failed()));
    }
    return again(status, pause, next, reason);
  }

  private PollVerdict again(PolledResponse response, PollMemo next) {
    return again(
        response.status(),
        response.pause(),
        next,
        isLook() ? "response status " + response.status() : "");
  }

  private PollVerdict again(int status, Duration pause, PollMemo next, String what) {
    Duration left = left();
    if (!left.isPositive()) {
      return new PollVerdict.GivenUp(
          "The work was not done within %s s: 'until' did not hold after %s; the last one: %s"
              .formatted(seconds(polling.max()), looks(), what));
    }
    Duration delay = delay(pause, left);
    if (!isLook()) {
      return new PollVerdict.LookAgain(
          suspended(delay, PollMemo.begin(next.location(), 0)),
          "Not done yet: looks at %s every %s s, for at most %s s"
              .formatted(
                  next.location().isEmpty() ? "the same URL" : "the Location of the response",
                  seconds(polling.every()),
                  seconds(polling.max())));
    }
    boolean isKnown = status == memo.status() && (status != 0 || memo.lines() > 0);
    if (isKnown || memo.lines() > MAX_LINES) {
      return new PollVerdict.LookAgain(suspended(delay, next), "");
    }
    return new PollVerdict.LookAgain(
        suspended(delay, next.logged(status)),
        memo.lines() == MAX_LINES
            ? "What further looks find is not logged until the last one"
            : "Look %d: %s".formatted(number(), what));
  }

  private static StepOutcome.Suspended suspended(Duration delay, PollMemo next) {
    return new StepOutcome.Suspended(delay, WaitsFor.POLL, next.text());
  }

  /** Returns how much is left of the maximum. */
  private Duration left() {
    return wait == null
        ? polling.max()
        : polling.max().minus(Duration.between(wait.since(), context.progress().now()));
  }

  /**
   * Returns the time to the next look: what the target asks for, but not beyond the maximum, and at
   * least that of the step. The last look is at the maximum: one that would leave less than the
   * step's time until then comes later.
   */
  private Duration delay(Duration pause, Duration left) {
    Duration every = polling.every();
    Duration wanted = pause.compareTo(every) > 0 ? pause : every;
    boolean isLast = wanted.plus(every).compareTo(left) > 0;
    Duration delay = isLast ? left : wanted;
    return delay.compareTo(every) < 0 ? every : delay;
  }

  /** Returns the number of this look, from 1. */
  private int number() {
    return wait == null ? 0 : wait.looks() + 1;
  }

  private String looks() {
    return number() == 1 ? "1 look" : number() + " looks";
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** A condition that cannot be evaluated. The message is the end of a sentence. */
  private static final class UndecidedException extends Exception {

    private static final long serialVersionUID = 1L;

    private UndecidedException(String reason) {
      super(reason);
    }
  }

  private static boolean holds(String name, String condition, PolledResponse response)
      throws UndecidedException {
    boolean namesBody = Polling.namesBody(condition);
    if (namesBody && response.body().isCutOff()) {
      throw new UndecidedException(
          "'%s' cannot be decided: %s".formatted(name, response.body().problem()));
    }
    try {
      return Conditions.evaluate(condition, response.input(namesBody));
    } catch (ConditionException e) {
      String problem = namesBody ? response.body().problem() : "";
      throw new UndecidedException(
          "'%s' cannot be decided: %s%s"
              .formatted(name, e.getMessage(), problem.isEmpty() ? "" : " (" + problem + ")"));
    }
  }
}
