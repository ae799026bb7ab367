package io.flowforge.step.http;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.secret.reference.SecretValue;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.http.output.OutputReader;
import io.flowforge.step.http.output.ReadOutputs;
import io.flowforge.step.http.secret.CarriedSecrets;
import io.flowforge.step.http.secret.SecretPlaces;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      ApiCall call =
          ApiCall.of(context.step().parameters(), context.values(), json)
              .withIdempotencyKey(context.idempotencyKey());
      Optional<String> refusal = refusalOf(call);
      if (refusal.isPresent()) {
        return failed("The call was not made: " + refusal.get());
      }
      log.calling(call);
      return follow(call);
    } catch (IllegalArgumentException e) {
      return failed("The call could not be made: " + e.getMessage());
    } catch (RuntimeException e) {
      // The exception goes to the server's log.
      throw log.redacted(e);
    }
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
      ReadOutputs outputs =
          new OutputReader(context.step(), json).read(response.bytes(), response.headers());
      log.producing(outputs);
      if (context.step().policy().isSuccess(response.status())) {
        return completed(response, outputs);
      }
      switch (Redirect.of(calls, response.status(), response.location(), settings.secretNames())) {
        case Redirect.Followed(ApiCall next, List<String> withheld) -> {
          List<String> secret = carried.withheldAt(next.url(), next.headers());
          log.redirected(next, withheld(withheld) + withheldSecrets(secret));
          calls.add(next.withoutHeaders(secret));
        }
        case Redirect.Refused(String reason) -> {
          return failed(response, "redirect not followed: " + log.echo(reason, MAX_FAILURE));
        }
        case Redirect.None _ -> {
          log.bodyOf(response);
          return failed(response, "expected " + expected());
        }
      }
    }
  }

  private StepOutcome completed(CallResponse response, ReadOutputs outputs) {
    log.bodyOf(response);
    log.info("Response status %d; %s".formatted(response.status(), response.length()));
    return outputs.problem().isEmpty()
        ? new StepOutcome.Completed(outputs.values())
        : failed("Response status %d, but %s".formatted(response.status(), outputs.problem()));
  }

  private StepOutcome failed(CallResponse response, String comment) {
    String phrase = log.echo(response.reason(), MAX_REASON_PHRASE);
    String status = (response.status() + " " + phrase).strip();
    return new StepOutcome.AttemptFailed(
        log.masked("Response status %s; %s".formatted(status, comment)),
        FailureKind.status(response.status()),
        response.pause(clock));
  }

  private StepOutcome failed(String reason) {
    return new StepOutcome.Failed(log.masked(reason));
  }

  private StepOutcome failed(String call, CallFailure failure) {
    String reason = call + " failed: " + log.echo(failure.reason(), MAX_FAILURE);
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
