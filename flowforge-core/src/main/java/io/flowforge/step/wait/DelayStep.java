package io.flowforge.step.wait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.declaration.ParameterDeclaration;
import io.flowforge.pipeline.declaration.StepDeclaration;
import io.flowforge.pipeline.declaration.ValueType;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
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
import org.jspecify.annotations.Nullable;

/**
 * {@code DELAY}: waits for a time, in the queue rather than in a thread.
 *
 * <p>Parameters: either {@code for} (an ISO 8601 duration of at least a second), or {@code until}
 * (a date and a time with an offset, or without one and with {@code zone}). A time that has passed
 * delays nothing.
 */
public final class DelayStep implements StepExecutor, PreviewableStep {

  private static final String FOR = "for";
  private static final String UNTIL = "until";
  private static final String ZONE = "zone";

  private static final StepDeclaration DECLARATION =
      new StepDeclaration(
          "DELAY",
          "Waits for some time, or until a time.",
          List.of(
              ParameterDeclaration.of(
                  FOR,
                  "how long, as an ISO 8601 duration such as `PT4H`; either this or `until`",
                  ValueType.STRING),
              ParameterDeclaration.of(
                  UNTIL,
                  "until when: `2026-12-24T08:00:00+01:00`, or a local time such as"
                      + " `2026-12-24T08:00` with `zone`",
                  ValueType.STRING),
              ParameterDeclaration.of(
                  ZONE,
                  "the time zone of a local time, such as `Europe/Berlin`",
                  ValueType.STRING)));

  private final WaitSettings settings;

  public DelayStep(WaitSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return DECLARATION.name();
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
  public List<String> problemsOf(Step step) {
    List<String> problems = new ArrayList<>();
    ObjectNode parameters = step.parameters();
    if (parameters.has(FOR) == parameters.has(UNTIL)) {
      problems.add(
          "parameters: %s; write either 'for', such as \"PT4H\", or 'until', such as \"2026-12-24T08:00:00+01:00\""
              .formatted(
                  parameters.has(FOR) ? "'for' and 'until' are both there" : "no time is given"));
    }
    if (parameters.has(ZONE) && !parameters.has(UNTIL)) {
      problems.add("parameters.zone: belongs to 'until'; remove it");
    }
    for (String name : List.of(FOR, UNTIL, ZONE)) {
      JsonNode value = parameters.get(name);
      if (value != null && !value.isTextual()) {
        problems.add("parameters.%s: must be a string".formatted(name));
      }
    }
    if (problems.isEmpty()) {
      problemOf(step, null).ifPresent(problems::add);
    }
    if (!step.policy().isDefault()) {
      problems.add(
          "a delay calls nothing and is never retried: remove timeout_seconds, retry and"
              + " success_codes");
    }
    return problems;
  }

  @Override
  public List<String> problemsHere(Step step) {
    String text = step.parameters().path(FOR).asText("");
    if (text.isEmpty() || hasPlaceholders(text) || !problemsOf(step).isEmpty()) {
      return List.of();
    }
    return settings.problemOf(IsoDuration.parse(text)).stream()
        .map(problem -> "parameters.for: " + problem)
        .toList();
  }

  @Override
  public List<String> problemsOfValues(Step step, ObjectNode formData) {
    boolean areKnown =
        Placeholders.namesIn(step.parameters()).stream().allMatch(formData::hasNonNull);
    return areKnown
        ? problemOf(step, new PlaceholderValues(formData)).stream().toList()
        : List.of();
  }

  @Override
  public List<String> notesOn(Step step, PlaceholderValues values) {
    ObjectNode parameters = step.parameters();
    if (parameters.has(FOR)) {
      return List.of("Waits for " + values.inText(parameters.path(FOR).asText()));
    }
    String zone = values.inText(parameters.path(ZONE).asText(""));
    return List.of(
        "Waits until %s%s"
            .formatted(
                values.inText(parameters.path(UNTIL).asText()),
                zone.isEmpty() ? "" : ", local time of " + zone));
  }

  @Override
  public StepOutcome execute(StepContext context) {
    Optional<StepWait> suspension = context.suspension();
    Instant now = context.progress().now();
    if (suspension.isPresent()) {
      return outcomeAt(context, suspension.get().until());
    }
    try {
      return begin(context, now);
    } catch (IllegalArgumentException e) {
      return new StepOutcome.Failed(String.valueOf(e.getMessage()));
    }
  }

  private StepOutcome begin(StepContext context, Instant now) {
    Instant target = targetOf(context.step(), context.values(), now);
    Optional<String> problem = settings.problemOf(Duration.between(now, target));
    if (problem.isPresent()) {
      return new StepOutcome.Failed(
          "The delay would last until %s; %s".formatted(shown(target), problem.get()));
    }
    context
        .log()
        .info(
            target.isAfter(now)
                ? "Continues at " + shown(target)
                : "Continues at once: %s has passed".formatted(shown(target)));
    return outcomeAt(context, target);
  }

  private static StepOutcome outcomeAt(StepContext context, Instant target) {
    Duration left = Duration.between(context.progress().now(), target);
    return left.isPositive()
        ? new StepOutcome.Suspended(left, WaitsFor.TIME, "")
        : new StepOutcome.Completed();
  }

  /** In whole seconds, rounded up, because nobody wants to read more. */
  private static String shown(Instant time) {
    Instant seconds = time.truncatedTo(ChronoUnit.SECONDS);
    return (seconds.equals(time) ? seconds : seconds.plusSeconds(1)).toString();
  }

  private static Instant targetOf(Step step, PlaceholderValues values, Instant now) {
    ObjectNode parameters = step.parameters();
    if (parameters.has(FOR)) {
      return now.plus(duration(values.inText(parameters.path(FOR).asText())));
    }
    return TargetTime.parse(
        values.inText(parameters.path(UNTIL).asText()),
        values.inText(parameters.path(ZONE).asText("")));
  }

  private static Duration duration(String text) {
    try {
      Duration duration = IsoDuration.parse(text);
      // More than that is refused for another reason, and could not be added to a time.
      return duration.compareTo(StepOutcome.Suspended.MAX_DELAY) > 0
          ? StepOutcome.Suspended.MAX_DELAY.plusSeconds(1)
          : duration;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameters.for: " + e.getMessage(), e);
    }
  }

  /**
   * Returns what is wrong with the parameters.
   *
   * @param values null if only what has no placeholders is looked at
   */
  private static Optional<String> problemOf(Step step, @Nullable PlaceholderValues values) {
    ObjectNode parameters = step.parameters();
    String zone = parameters.path(ZONE).asText("");
    try {
      if (values != null || !hasPlaceholders(parameters.toString())) {
        var _ =
            targetOf(
                step,
                values == null ? new PlaceholderValues(parameters.objectNode()) : values,
                Instant.EPOCH);
      } else if (!zone.isEmpty() && !hasPlaceholders(zone)) {
        var _ = TargetTime.zone(zone);
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean hasPlaceholders(String text) {
    return !Placeholders.namesIn(text).isEmpty();
  }
}
