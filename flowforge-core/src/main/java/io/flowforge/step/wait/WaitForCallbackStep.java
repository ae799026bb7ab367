package io.flowforge.step.wait;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.pipeline.declaration.ParameterDeclaration;
import io.flowforge.pipeline.declaration.StepDeclaration;
import io.flowforge.pipeline.declaration.ValueType;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.settings.PublicUrl;
import io.flowforge.step.JsonOutputs;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.PreviewableStep;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code WAIT_FOR_CALLBACK}: waits until somebody calls the URL that a step before it has passed on
 * as <code>${callback.url}</code>.
 *
 * <p>Parameter: {@code expires_after}, an ISO 8601 duration after which the step fails.
 */
public final class WaitForCallbackStep implements StepExecutor, PreviewableStep {

  private static final String EXPIRES_AFTER = "expires_after";

  private static final StepDeclaration DECLARATION =
      new StepDeclaration(
          CallbackLinks.STEP_TYPE,
          "Waits until somebody calls the URL that a step before it has passed on as"
              + " ${callback.url}.",
          List.of(
              ParameterDeclaration.of(
                      EXPIRES_AFTER,
                      "how long the step waits for the call, as an ISO 8601 duration such as `P1D`;"
                          + " it fails after that",
                      ValueType.STRING)
                  .required()
                  .withoutPlaceholders()));

  private static final ObjectReader JSON = Json.exactReader(Json.mapper());

  private final WaitSettings settings;
  private final boolean hasKeys;

  /**
   * @param hasKeys whether this server has keys of which the URLs can be derived
   */
  public WaitForCallbackStep(WaitSettings settings, boolean hasKeys) {
    this.settings = settings;
    this.hasKeys = hasKeys;
  }

  @Override
  public String name() {
    return CallbackLinks.STEP_TYPE;
  }

  @Override
  public StepDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Set<String> parameterNames() {
    return DECLARATION.parameterNames();
  }

  @Override
  public List<String> problemsOfOutputs(Step step) {
    return JsonOutputs.problemsOf(step);
  }

  @Override
  public List<String> problemsOf(Step step) {
    List<String> problems = new ArrayList<>();
    JsonNode expiry = step.parameters().path(EXPIRES_AFTER);
    if (expiry.isMissingNode()) {
      problems.add(
          "parameters.expires_after: is missing; write how long the step waits for the call, such as"
              + " \"P1D\"");
    } else if (!expiry.isTextual() || !Placeholders.namesIn(expiry.textValue()).isEmpty()) {
      problems.add(
          "parameters.expires_after: must be a string without placeholders; write "
              + IsoDuration.FORM);
    } else {
      try {
        var _ = IsoDuration.parse(expiry.textValue());
      } catch (IllegalArgumentException e) {
        problems.add("parameters.expires_after: " + e.getMessage());
      }
    }
    if (!step.policy().isDefault()) {
      problems.add(
          "a step that waits for a call makes none and is never retried: remove timeout_seconds,"
              + " retry and success_codes");
    }
    return problems;
  }

  @Override
  public List<String> problemsHere(Step step) {
    List<String> problems = new ArrayList<>();
    if (settings.publicUrl().isEmpty()) {
      problems.add(
          "step_type: this server does not know under which URL others reach it; the operator must"
              + " set "
              + PublicUrl.SETTING);
    }
    if (!hasKeys) {
      problems.add(
          "step_type: this server has no keys of which it could derive URLs that nobody guesses; the"
              + " operator must set FLOWFORGE_SECRET_KEYS");
    }
    if (problemsOf(step).isEmpty()) {
      settings
          .problemOf(expiryOf(step))
          .ifPresent(problem -> problems.add("parameters.expires_after: " + problem));
    }
    return problems;
  }

  @Override
  public List<String> notesOn(Step step, PlaceholderValues values) {
    return List.of(
        "Waits until somebody calls the URL that ${callback.url} stands for, and fails after "
            + expiryText(step));
  }

  @Override
  public StepOutcome execute(StepContext context) {
    return switch (context.progress().callback()) {
      case CallbackState.Received received -> {
        context.log().info("The call has come");
        yield outcomeOf(context.step(), received);
      }
      case CallbackState.Unreadable(String reason) ->
          new StepOutcome.Failed("The call has come, but its body " + reason);
      case CallbackState.NotIssued _ ->
          new StepOutcome.Failed(
              "Nobody has been given the URL of this step, so nobody can call it; retry from the"
                  + " step that uses ${callback.url}");
      case CallbackState.Awaited _ -> wait(context);
    };
  }

  private static StepOutcome outcomeOf(Step step, CallbackState.Received received) {
    if (step.outputs().isEmpty()) {
      return new StepOutcome.Completed();
    }
    try {
      JsonNode body = JSON.readTree(received.body());
      return Json.isDeeper(body, PipelineLimits.DEPTH)
          ? tooDeep()
          : new StepOutcome.Completed(JsonOutputs.of(step, body));
    } catch (StreamConstraintsException e) {
      return tooDeep();
    } catch (JsonProcessingException e) {
      return new StepOutcome.Failed(
          "The call has come, but its body is not JSON, which the outputs of this step come from");
    }
  }

  private static StepOutcome tooDeep() {
    return new StepOutcome.Failed(
        "The call has come, but its body is nested more than %d levels deep, or has a number or a name that is too long"
            .formatted(PipelineLimits.DEPTH));
  }

  private StepOutcome wait(StepContext context) {
    Instant now = context.progress().now();
    Optional<StepWait> suspension = context.suspension();
    if (suspension.isPresent()) {
      Instant until = suspension.get().until();
      return now.isBefore(until)
          ? new StepOutcome.Suspended(Duration.between(now, until), WaitsFor.CALLBACK, "")
          : new StepOutcome.Failed(
              "Nobody called within %s (expires_after)".formatted(expiryText(context.step())));
    }
    Duration expiry = expiryOf(context.step());
    Optional<String> problem = settings.problemOf(expiry);
    if (problem.isPresent()) {
      return new StepOutcome.Failed("parameters.expires_after: " + problem.get());
    }
    context
        .log()
        .info(
            "Waiting for a call until %s"
                .formatted(now.plus(expiry).truncatedTo(ChronoUnit.SECONDS)));
    return new StepOutcome.Suspended(expiry, WaitsFor.CALLBACK, "");
  }

  private static Duration expiryOf(Step step) {
    return IsoDuration.parse(expiryText(step));
  }

  private static String expiryText(Step step) {
    return step.parameters().path(EXPIRES_AFTER).asText();
  }
}
