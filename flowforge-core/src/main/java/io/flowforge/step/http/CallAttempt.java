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
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt of an API step: a call, and the redirects that follow from it. Nothing is told about
 * it that has not been redacted. Not for use by many threads.
 */
final class CallAttempt {

  /** How much of an address is told, in characters. */
  private static final int ADDRESS = 300;

  /** How much of a status line's reason is told. */
  private static final int REASON = 200;

  /** How much of why there was no answer is told. */
  private static final int FAILURE = 400;

  /** How much of an answer's body is told when it was not the expected one. */
  private static final int BEGINNING = 500;

  /** How much is told at once. */
  private static final int LINE = 2_000;

  private final StepContext context;
  private final CallSender sender;
  private final SecretNames names;
  private final ObjectMapper json;
  private final CallSecrets secrets;
  private Redaction redaction;

  CallAttempt(StepContext context, CallSender sender, SecretNames names, ObjectMapper json) {
    this.context = context;
    this.sender = sender;
    this.names = names;
    this.json = json;
    this.secrets = new CallSecrets(names).inJson(context.values().formData());
    this.redaction = Redaction.of(secrets.found());
  }

  StepOutcome run() throws InterruptedException {
    try {
      ApiCall call =
          ApiCall.of(context.step().parameters(), context.values(), json)
              .withIdempotencyKey(context.idempotencyKey());
      call.headers().forEach(secrets::inHeader);
      secrets.inQuery(call.url()).inText(call.body(), json);
      redaction = Redaction.of(secrets.found());
      return follow(call);
    } catch (IllegalArgumentException e) {
      return failed("The call could not be made: " + e.getMessage());
    } catch (RuntimeException e) {
      // The server's log gets it as it is.
      var told = new IllegalStateException(redaction.shown(e.toString(), LINE));
      told.setStackTrace(e.getStackTrace());
      throw told;
    }
  }

  private StepOutcome follow(ApiCall first) throws InterruptedException {
    List<ApiCall> calls = new ArrayList<>(List.of(first));
    tell("Calling " + line(first));
    while (true) {
      CallResponse answer;
      try {
        answer = sender.send(calls.getLast());
      } catch (IOException e) {
        return failed(line(calls.getLast()), CallFailure.of(e));
      }
      answer.headers().forEach(header -> secrets.inHeader(header.getName(), header.getValue()));
      redaction = redaction.and(secrets.found());
      if (context.step().policy().isSuccess(answer.status())) {
        tell("Answered %d, %s".formatted(answer.status(), answer.length()));
        return new StepOutcome.Completed();
      }
      switch (Redirect.of(calls, answer.status(), answer.location(), names)) {
        case Redirect.Followed(ApiCall next, List<String> withheld) -> {
          redaction = redaction.and(secrets.inQuery(next.url()).found());
          tell("Redirected to " + line(next) + notSent(withheld));
          calls.add(next);
        }
        case Redirect.Refused(String reason) -> {
          return failed(answer, "a redirect that is not followed: " + reason);
        }
        case Redirect.None _ -> {
          tellBeginning(answer);
          return failed(answer, "where %s was expected".formatted(expected()));
        }
      }
    }
  }

  /** People need it to understand a 422. */
  private void tellBeginning(CallResponse answer) {
    secrets.inText(answer.beginning(), json);
    redaction = redaction.and(secrets.found());
    String beginning = redaction.shown(answer.beginning(), BEGINNING);
    if (!beginning.isBlank()) {
      tell("The answer says: " + beginning);
    }
  }

  private StepOutcome failed(CallResponse answer, String comment) {
    String status = answer.status() + " " + redaction.shown(answer.reason(), REASON);
    String reason = "Answered %s, %s".formatted(status.strip(), comment);
    return new StepOutcome.AttemptFailed(
        redaction.shown(reason, LINE), FailureKind.status(answer.status()), answer.pause());
  }

  private StepOutcome failed(String reason) {
    return new StepOutcome.Failed(redaction.shown(reason, LINE));
  }

  private StepOutcome failed(String line, CallFailure failure) {
    String reason = line + " failed: " + redaction.shown(failure.reason(), FAILURE);
    return failure.kind() == null
        ? failed(reason)
        : new StepOutcome.AttemptFailed(
            redaction.shown(reason, LINE), failure.kind(), Duration.ZERO);
  }

  private String expected() {
    StepPolicy policy = context.step().policy();
    return policy.successCodes() == null
        ? "a 2xx"
        : policy.successCodes().patterns().stream().sorted().collect(joining(" or "));
  }

  private String line(ApiCall call) {
    return redaction.shown(call.line(), ADDRESS);
  }

  private static String notSent(List<String> withheld) {
    return withheld.isEmpty()
        ? ""
        : ", another origin, which does not get " + String.join(", ", withheld);
  }

  private void tell(String text) {
    context.log().info(redaction.shown(text, LINE));
  }
}
