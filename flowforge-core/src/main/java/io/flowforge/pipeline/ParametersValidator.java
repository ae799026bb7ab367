package io.flowforge.pipeline;

import static io.flowforge.pipeline.PipelineValidator.orEmpty;
import static io.flowforge.pipeline.StepsValidator.shown;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.flowforge.condition.ConditionProblem;
import io.flowforge.condition.ConditionScope;
import io.flowforge.condition.Conditions;
import io.flowforge.condition.check.ValueKind;
import io.flowforge.pipeline.PipelineDraft.StepDraft;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.pipeline.form.ConditionFields;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.problem.JsonStrings;
import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.pipeline.problem.StepPlace;
import io.flowforge.pipeline.reference.PlaceholderPlace;
import io.flowforge.pipeline.reference.ReferenceScope;
import io.flowforge.scan.Excerpt;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.secret.reference.SecretName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The validation of what steps contain beside their names: unknown properties, placeholders, and
 * what the step type says.
 */
final class ParametersValidator {

  /** Finding the nearest name takes a while, and a response shows no more problems than this. */
  private static final int MAX_COMPARED = 20;

  private final StepTypes stepTypes;
  private final PipelineProblems problems;
  private final KnownSecrets secrets;
  private final @Nullable Consumer<String> warnings;
  private int conditionProblems;

  /**
   * Creates a validator.
   *
   * @param secrets what steps may refer to
   * @param warnings receives what only this server's settings rule out; null if it is a problem
   */
  ParametersValidator(
      StepTypes stepTypes,
      PipelineProblems problems,
      KnownSecrets secrets,
      @Nullable Consumer<String> warnings) {
    this.stepTypes = stepTypes;
    this.problems = problems;
    this.secrets = secrets;
    this.warnings = warnings;
  }

  /**
   * Validates all steps.
   *
   * @param steps the steps with valid names, by name
   * @param first the name of the first step
   * @param fields the names of the form's fields
   * @param form the fields without problems
   */
  void validate(
      List<@Nullable StepDraft> drafts,
      Map<String, Step> steps,
      String first,
      Set<String> fields,
      Form form) {
    List<Step> chain = chain(steps, first);
    ReferenceScope scope = scope(chain, steps, fields);
    for (int i = 0; i < drafts.size(); i++) {
      StepDraft draft = drafts.get(i);
      if (draft != null) {
        Optional<? extends StepType> type = stepTypes.find(orEmpty(draft.stepType()));
        checkNames(i, draft, type);
        Step step = steps.get(orEmpty(draft.stepName()));
        if (step != null) {
          check(i, step, type, fields, scope);
          checkCondition(i, step, chain, fields, form);
        }
      }
    }
    checkCallbacks(drafts, steps, fields);
  }

  private void checkCallbacks(
      List<@Nullable StepDraft> drafts, Map<String, Step> steps, Set<String> fields) {
    List<CallbackLinks.Link> links = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      StepDraft draft = drafts.get(i);
      Step step = draft == null ? null : steps.get(orEmpty(draft.stepName()));
      if (step != null) {
        boolean usesUrl =
            !fields.contains(CallbackLinks.URL)
                && Placeholders.namesIn(step.parameters()).contains(CallbackLinks.URL);
        links.add(
            new CallbackLinks.Link(
                i,
                step.stepName(),
                step.stepType(),
                usesUrl,
                step.nextStepName(),
                step.prevStepName()));
      }
    }
    CallbackLinks.problemsOf(links)
        .forEach(
            (index, problem) ->
                problems.addOfStep(index, orEmpty(drafts.get(index).stepName()), problem));
  }

  private void checkNames(int index, StepDraft draft, Optional<? extends StepType> type) {
    String name = orEmpty(draft.stepName());
    Set<String> parameters = type.map(StepType::parameterNames).orElse(Set.of());
    if (draft.others() != null) {
      for (String other : draft.others().keySet()) {
        addOfStep(index, name, () -> unknownField(other, parameters));
      }
    }
    if (type.isPresent() && draft.parameters() != null) {
      draft
          .parameters()
          .fieldNames()
          .forEachRemaining(
              other -> {
                if (!parameters.contains(other)) {
                  addOfStep(index, name, () -> unknownParameter(other, parameters));
                }
              });
    }
  }

  /** Creates the sentence only if it is kept: looking for the nearest name takes a while. */
  private void addOfStep(int index, String name, Supplier<String> sentence) {
    if (problems.isFull()) {
      problems.count();
    } else {
      problems.addOfStep(index, name, sentence.get());
    }
  }

  private static String unknownField(String name, Set<String> parameters) {
    String cure =
        parameters.contains(name)
            ? "move it into parameters"
            : NearestName.cure(name, StepDraft.NAMES);
    return NearestName.quoted(name) + " is no field of a step; " + cure;
  }

  private static String unknownParameter(String name, Set<String> known) {
    Optional<String> ofStep =
        NearestName.of(name, known).isPresent()
            ? Optional.empty()
            : NearestName.of(name, StepDraft.NAMES);
    return "parameters.%s: is unknown; %s"
        .formatted(
            Excerpt.of(name, 40),
            ofStep
                .map(field -> "write '" + field + "' beside parameters")
                .orElseGet(() -> NearestName.cure(name, known)));
  }

  /** Returns the steps in the order in which they run, as far as they are linked. */
  private static List<Step> chain(Map<String, Step> steps, String first) {
    Map<String, Step> chain = new LinkedHashMap<>();
    Step step = steps.get(first);
    while (step != null && chain.putIfAbsent(step.stepName(), step) == null) {
      step = step.isTerminalStep() ? null : steps.get(step.nextStepName());
    }
    return List.copyOf(chain.values());
  }

  private static ReferenceScope scope(
      List<Step> chain, Map<String, Step> steps, Set<String> fields) {
    return new ReferenceScope(
        chain.stream().map(ParametersValidator::scoped).toList(),
        steps.values().stream().map(ParametersValidator::scoped).toList(),
        fields,
        Placeholders::masked);
  }

  private static ReferenceScope.ScopedStep scoped(Step step) {
    return new ReferenceScope.ScopedStep(step.stepName(), step.flow());
  }

  /** A step outside of the chain, which has a problem of its own, may refer to no step. */
  private void checkCondition(
      int index, Step step, List<Step> chain, Set<String> fields, Form form) {
    if (step.when().isEmpty()) {
      return;
    }
    Map<String, Set<String>> outputs = new HashMap<>();
    Set<String> skippable = new HashSet<>();
    Map<List<String>, ValueKind> kinds = ConditionFields.kinds(form);
    for (Step earlier : chain.subList(0, Math.max(chain.indexOf(step), 0))) {
      // Nothing is stored of a step without outputs, not even whether it was skipped.
      if (!earlier.stepId().isEmpty() && !earlier.outputs().isEmpty()) {
        outputs.put(
            earlier.stepId(),
            earlier.outputs().entrySet().stream()
                .filter(output -> !output.getValue().secret())
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet()));
        kinds.putAll(earlier.flow().kinds());
        if (earlier.flow().isConditional()) {
          skippable.add(earlier.stepId());
        }
      }
    }
    var scope = new ConditionScope(fields, outputs, skippable, kinds);
    // A form with more fields is refused anyway.
    boolean comparesNames =
        conditionProblems < MAX_COMPARED && fields.size() <= PipelineLimits.FIELDS;
    for (ConditionProblem problem : Conditions.problemsOf(step.when(), scope, comparesNames)) {
      conditionProblems++;
      problems.add("steps[%d].when".formatted(index), problem.ofField());
    }
  }

  private void checkReferences(
      int index, Step step, Optional<? extends StepType> type, ReferenceScope scope) {
    List<PlaceholderPlace> places = PlaceholderPlace.in(step.parameters(), Placeholders::namesIn);
    for (PlaceholderPlace place : places) {
      scope
          .problemOf(step.stepName(), place)
          .ifPresent(problem -> problems.add("steps[" + index + "]." + place.path(), problem));
    }
    List<PlaceholderPlace> secretOutputs = scope.secretsAmong(places);
    if (!secretOutputs.isEmpty()) {
      type.map(known -> known.problemsOfSecretOutputs(secretOutputs))
          .orElse(List.of())
          .forEach(problem -> problems.addOfStep(index, step.stepName(), problem));
    }
    if (!step.outputs().isEmpty()) {
      type.map(known -> known.problemsOfOutputs(step))
          .orElse(List.of())
          .forEach(problem -> problems.addOfStep(index, step.stepName(), problem));
    }
  }

  private void check(
      int index,
      Step step,
      Optional<? extends StepType> type,
      Set<String> fields,
      ReferenceScope scope) {
    JsonStrings.check("steps[" + index + "].parameters", step.parameters(), problems);
    String name = step.stepName();
    Set<String> placeholders = Placeholders.namesIn(step.parameters());
    for (String field : placeholders) {
      if (scope.isUnknownField(field)
          && !SecretName.isReference(field)
          && !field.equals(CallbackLinks.URL)) {
        problems.addAs(
            "step '%s' uses placeholder '${%s}', but the form has no field '%s'"
                .formatted(shown(name), shown(field), shown(field)),
            "steps[%d].parameters: placeholder '${%s}' names no field of the form; add the field, or correct the name"
                .formatted(index, shown(field)));
      }
    }
    checkReferences(index, step, type, scope);
    if (type.isEmpty()) {
      return;
    }
    type.get().problemsOf(step).forEach(problem -> problems.addOfStep(index, name, problem));
    Set<String> secretNames = SecretName.in(placeholders, fields);
    if (!secretNames.isEmpty()) {
      type.get()
          .problemsOfSecrets(step, secretNames, secrets)
          .forEach(problem -> problems.addOfStep(index, name, problem));
    }
    type.get().problemsHere(step).forEach(problem -> addHere(index, name, problem));
    if (!stepTypes.isPublicUrlKnown() && placeholders.stream().anyMatch(scope::needsPublicUrl)) {
      addHere(
          index,
          name,
          "parameters: ${request.url} has no value, because this server does not know under which"
              + " URL others reach it; write ${request.url ?? ''}, or let the operator set"
              + " PUBLIC_URL");
    }
  }

  /** Adds what only this server's settings rule out. */
  private void addHere(int index, String name, String problem) {
    if (warnings == null) {
      problems.addOfStep(index, name, problem);
    } else {
      warnings.accept(StepPlace.of(index, problem));
    }
  }
}
