package io.flowforge.step.http;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.redaction.Redaction;
import io.flowforge.redaction.SecretNames;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt of an API step: a call and the redirects that follow. All text for people is
 * redacted. Not thread-safe.
 */
final class CallAttempt {

  // The maximum lengths of what is logged, in characters.

  private static final int MAX_URL = 300;
  private static final int MAX_REASON_PHRASE = 200;
  private static final int MAX_FAILURE = 400;
  private static final int MAX_BODY = 500;
  private static final int MAX_LINE = 2_000;

  private final StepContext context;
  private final CallSender sender;
  private final SecretNames names;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final CallSecrets secrets;

  /** Masks secrets, in every text. */
  private Redaction redaction;

  /** Masks secrets and the values of sent headers, in text that comes from a target. */
  private Redaction echoes;

  CallAttempt(
      StepContext context,
      CallSender sender,
      CallSettings settings,
      ObjectMapper json,
      InstantSource clock) {
    this.context = context;
    this.sender = sender;
    this.names = settings.secretNames();
    this.json = json;
    this.clock = clock;
    this.secrets = new CallSecrets(names).inJson(context.values().formData());
    this.redaction = Redaction.of(secrets.found());
    this.echoes = redaction;
  }

  StepOutcome run() throws InterruptedException {
    try {
      ApiCall call =
          ApiCall.of(context.step().parameters(), context.values(), json)
              .withIdempotencyKey(context.idempotencyKey());
      call.headers().forEach(secrets::inSentHeader);
      secrets.inQuery(call.url()).inText(call.body(), json);
      maskWhatWasFound();
      return follow(call);
    } catch (IllegalArgumentException e) {
      return failed("The call could not be made: " + e.getMessage());
    } catch (RuntimeException e) {
      // The exception goes to the server's log.
      var redacted = new IllegalStateException(echoes.shown(e.toString(), MAX_LINE));
      redacted.setStackTrace(e.getStackTrace());
      throw redacted;
    }
  }

  private StepOutcome follow(ApiCall first) throws InterruptedException {
    List<ApiCall> calls = new ArrayList<>(List.of(first));
    log("Calling " + summary(first));
    while (true) {
      CallResponse response;
      try {
        response = sender.send(calls.getLast());
      } catch (IOException e) {
        ApiCall last = calls.getLast();
        return failed(calls.size() == 1 ? summary(last) : echoed(last), CallFailure.of(e));
      }
      response.headers().forEach(header -> secrets.inHeader(header.getName(), header.getValue()));
      maskWhatWasFound();
      if (context.step().policy().isSuccess(response.status())) {
        log("Response status %d; %s".formatted(response.status(), response.length()));
        return new StepOutcome.Completed();
      }
      switch (Redirect.of(calls, response.status(), response.location(), names)) {
        case Redirect.Followed(ApiCall next, List<String> withheld) -> {
          secrets.inQuery(next.url());
          maskWhatWasFound();
          log("Redirected to " + echoed(next) + withheld(withheld));
          calls.add(next);
        }
        case Redirect.Refused(String reason) -> {
          return failed(response, "redirect not followed: " + echoes.shown(reason, MAX_FAILURE));
        }
        case Redirect.None _ -> {
          logBody(response);
          return failed(response, "expected " + expected());
        }
      }
    }
  }

  /** Logs the beginning of the body, which explains errors such as 422. */
  private void logBody(CallResponse response) {
    secrets.inText(response.beginning(), json);
    maskWhatWasFound();
    String beginning = echoes.shown(response.beginning(), MAX_BODY);
    if (!beginning.isBlank()) {
      log("Response body: " + beginning);
    }
  }

  private StepOutcome failed(CallResponse response, String comment) {
    String phrase = echoes.shown(response.reason(), MAX_REASON_PHRASE);
    String status = (response.status() + " " + phrase).strip();
    return new StepOutcome.AttemptFailed(
        redaction.shown("Response status %s; %s".formatted(status, comment), MAX_LINE),
        FailureKind.status(response.status()),
        response.pause(clock));
  }

  private StepOutcome failed(String reason) {
    return new StepOutcome.Failed(redaction.shown(reason, MAX_LINE));
  }

  private StepOutcome failed(String call, CallFailure failure) {
    String reason = call + " failed: " + echoes.shown(failure.reason(), MAX_FAILURE);
    return failure.kind() == null
        ? failed(reason)
        : new StepOutcome.AttemptFailed(
            redaction.shown(reason, MAX_LINE), failure.kind(), Duration.ZERO);
  }

  private String expected() {
    StepPolicy policy = context.step().policy();
    return policy.successCodes() == null
        ? "2xx"
        : policy.successCodes().patterns().stream().sorted().collect(joining(" or "));
  }

  private String summary(ApiCall call) {
    return redaction.shown(call.summary(), MAX_URL);
  }

  /** Returns the summary of a call whose URL comes from a target. */
  private String echoed(ApiCall call) {
    return echoes.shown(call.summary(), MAX_URL);
  }

  private void maskWhatWasFound() {
    redaction = redaction.and(secrets.found());
    echoes = echoes.and(secrets.found()).and(secrets.sentValues());
  }

  private static String withheld(List<String> headers) {
    return headers.isEmpty()
        ? ""
        : ", another origin, without the headers " + String.join(", ", headers);
  }

  private void log(String text) {
    context.log().info(redaction.shown(text, MAX_LINE));
  }
}
