package io.flowforge.step.http;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.secret.reference.SecretValue;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.http.output.JsonBody;
import io.flowforge.step.http.output.OutputReader;
import io.flowforge.step.http.output.ReadOutputs;
import io.flowforge.step.http.poll.PollRound;
import io.flowforge.step.http.poll.PollRules;
import io.flowforge.step.http.poll.PollVerdict;
import io.flowforge.step.http.poll.PolledResponse;
import io.flowforge.step.http.poll.Polling;
import io.flowforge.step.http.secret.CarriedSecrets;
import io.flowforge.step.http.secret.SecretPlaces;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an API step: a call and the redirects that follow. All text for people is
 * redacted. Not thread-safe.
 */
final class CallAttempt {

  // The maximum lengths of what is logged, in characters.

  private static final int MAX_REASON_PHRASE = 200;
  private static final int MAX_FAILURE = 400;

  private final StepContext context;
  private final CallSender sender;
  private final CallSettings settings;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final CallLog log;
  private final CarriedSecrets carried;

  /** Null if the step does not poll. */
  private @Nullable PollRound round;

  CallAttempt(
      StepContext context,
      CallSender sender,
      CallSettings settings,
      ObjectMapper json,
      InstantSource clock) {
    this.context = context;
    this.sender = sender;
    this.settings = settings;
    this.json = json;
    this.clock = clock;
    this.log = new CallLog(context, settings, json);
    this.carried = new CarriedSecrets(context.secrets());
  }

  StepOutcome run() throws InterruptedException {
    try {
      ObjectNode parameters = context.step().parameters();
      ApiCall own = ApiCall.of(parameters, context.values(), json);
      round =
          Polling.in(parameters)
              .map(polling -> new PollRound(polling, context, own.method(), own.url()))
              .orElse(null);
      return round != null && round.isLook() ? look(own.asLook(round.location())) : call(own);
    } catch (IllegalArgumentException e) {
      return failed("The call could not be made: " + e.getMessage());
    } catch (RuntimeException e) {
      // The exception goes to the server's log.
      throw log.redacted(e);
    }
  }

  private StepOutcome call(ApiCall own) throws InterruptedException {
    ApiCall call = own.withIdempotencyKey(context.idempotencyKey());
    Optional<String> refusal =
        refusalOf(call)
            .or(
                () ->
                    PollRules.problemsHere(context.step().parameters(), settings.maxWait()).stream()
                        .findFirst())
            .or(() -> Optional.ofNullable(round).flatMap(PollRound::problem));
    if (refusal.isPresent()) {
      return failed("The call was not made: " + refusal.get());
    }
    log.calling(call);
    return follow(call);
  }

  /** The secrets of the step, or their hosts, may have changed since the call. */
  private StepOutcome look(ApiCall call) throws InterruptedException {
    Optional<String> refusal = refusalOf(call);
    if (refusal.isPresent()) {
      return failed("The look was not made: " + refusal.get());
    }
    log.looking(call);
    return follow(call);
  }

  /** Returns why secrets must not be sent like this; a stored step need not follow the rules. */
  private Optional<String> refusalOf(ApiCall call) {
    if (context.secrets().values().isEmpty()) {
      return Optional.empty();
    }
    var names =
        context.secrets().values().stream().map(SecretValue::name).collect(toUnmodifiableSet());
    return new SecretPlaces(context.step().parameters(), names)
        .problemsOfPlaces().stream().findFirst().or(() -> carried.refusalOf(call.url()));
  }

  private StepOutcome follow(ApiCall first) throws InterruptedException {
    List<ApiCall> calls = new ArrayList<>(List.of(first));
    while (true) {
      CallResponse response;
      try {
        response = sender.send(calls.getLast());
      } catch (IOException e) {
        ApiCall last = calls.getLast();
        String summary = calls.size() == 1 ? log.summary(last) : log.echoedSummary(last);
        return failed(summary, CallFailure.of(e));
      }
      log.received(response);
      var body = new JsonBody(response.bytes(), response.headers(), json);
      ReadOutputs outputs = new OutputReader(context.step()).read(body, response.headers());
      log.producing(outputs);
      if (context.step().policy().isSuccess(response.status())) {
        return round == null
            ? completed(response, outputs, "Response status")
            : polled(round, calls.getLast(), response, body, outputs);
      }
      switch (Redirect.of(calls, response.status(), response.location(), settings.secretNames())) {
        case Redirect.Followed(ApiCall next, List<String> withheld) -> {
          URI from = calls.getLast().url();
          List<String> secret = carried.withheldAt(from, next.url(), next.headers());
          log.redirected(next, withheld(withheld) + withheldSecrets(secret), isLook());
          calls.add(next.withoutHeaders(secret));
        }
        case Redirect.Refused(String reason) -> {
          return failed(response, "redirect not followed: " + log.echo(reason, MAX_FAILURE));
        }
        case Redirect.None _ -> {
          if (!isLook()) {
            log.bodyOf(response);
          }
          return failed(response, "expected " + expected());
        }
      }
    }
  }

  private boolean isLook() {
    return round != null && round.isLook();
  }

  private StepOutcome polled(
      PollRound current, ApiCall last, CallResponse response, JsonBody body, ReadOutputs outputs) {
    var polled =
        new PolledResponse(
            response.status(),
            response.headers(),
            body,
            last.url(),
            response.location(),
            response.pause(clock),
            log::hasSecret);
    return switch (current.after(polled)) {
      case PollVerdict.Done(String comment) -> completed(response, outputs, comment);
      case PollVerdict.LookAgain again -> {
        if (!current.isLook()) {
          log.bodyOf(response);
          log.info("Response status %d; %s".formatted(response.status(), response.length()));
        }
        yield lookingAgain(again);
      }
      case PollVerdict.GivenUp(String reason) -> {
        log.bodyOf(response);
        yield failed(reason);
      }
    };
  }

  private StepOutcome lookingAgain(PollVerdict.LookAgain again) {
    if (!again.line().isEmpty()) {
      log.info(again.line());
    }
    return again.suspended();
  }

  private StepOutcome failedLook(
      PollRound current, String reason, @Nullable FailureKind kind, int status, Duration pause) {
    return switch (current.afterFailure(reason, kind, status, pause)) {
      case PollVerdict.LookAgain again -> lookingAgain(again);
      case PollVerdict.GivenUp(String ended) -> failed(ended);
      case PollVerdict.Done _ -> throw new IllegalStateException("a failed look ends no poll well");
    };
  }

  private StepOutcome completed(CallResponse response, ReadOutputs outputs, String comment) {
    log.bodyOf(response);
    log.info("%s %d; %s".formatted(comment, response.status(), response.length()));
    return outputs.problem().isEmpty()
        ? new StepOutcome.Completed(outputs.values())
        : failed("Response status %d, but %s".formatted(response.status(), outputs.problem()));
  }

  private StepOutcome failed(CallResponse response, String comment) {
    String phrase = log.echo(response.reason(), MAX_REASON_PHRASE);
    String status = (response.status() + " " + phrase).strip();
    String reason = log.masked("Response status %s; %s".formatted(status, comment));
    FailureKind kind = FailureKind.status(response.status());
    Duration pause = response.pause(clock);
    return round != null && round.isLook()
        ? failedLook(round, reason, kind, response.status(), pause)
        : new StepOutcome.AttemptFailed(reason, kind, pause);
  }

  private StepOutcome failed(String reason) {
    return new StepOutcome.Failed(log.masked(reason));
  }

  private StepOutcome failed(String call, CallFailure failure) {
    String reason = call + " failed: " + log.echo(failure.reason(), MAX_FAILURE);
    if (round != null && round.isLook()) {
      return failedLook(round, log.masked(reason), failure.kind(), 0, Duration.ZERO);
    }
    return failure.kind() == null
        ? failed(reason)
        : new StepOutcome.AttemptFailed(log.masked(reason), failure.kind(), Duration.ZERO);
  }

  private String expected() {
    StepPolicy policy = context.step().policy();
    return policy.successCodes() == null
        ? "2xx"
        : policy.successCodes().patterns().stream().sorted().collect(joining(" or "));
  }

  private static String withheldSecrets(List<String> headers) {
    return headers.isEmpty()
        ? ""
        : ", without the secrets in "
            + String.join(", ", headers)
            + ", which must not be sent to this host";
  }

  private static String withheld(List<String> headers) {
    return headers.isEmpty()
        ? ""
        : ", another origin, without the headers " + String.join(", ", headers);
  }
}
