package io.flowforge.pipeline.reference;

import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.reference.ValueReference.FieldValue;
import io.flowforge.pipeline.reference.ValueReference.LiteralText;
import io.flowforge.pipeline.reference.ValueReference.OtherValue;
import io.flowforge.pipeline.reference.ValueReference.OutputValue;
import io.flowforge.pipeline.reference.ValueReference.RequestValue;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the steps of a pipeline may refer to, and the check that they do. Not thread-safe. */
public final class ReferenceScope {

  /** The values of a request that placeholders may stand for. */
  public static final Set<String> REQUEST_VALUES =
      Set.of("id", "org_id", "user_id", "user_email", "user_name", "created_on", "url");

  /** Finding the nearest name takes a while, and a response shows no more problems than this. */
  private static final int MAX_COMPARED = 20;

  private final Map<String, Integer> order = new LinkedHashMap<>();
  private final Map<String, ScopedStep> byId = new LinkedHashMap<>();
  private final Set<String> fields;
  private final UnaryOperator<String> masking;
  private int compared;

  /** A step with its name. */
  public record ScopedStep(String name, StepFlow flow) {}

  /**
   * @param chain the steps that can be reached, in the order in which they run
   * @param all all steps
   * @param fields the names of the form's fields
   * @param masking replaces the placeholders of a string by text of the same length
   */
  public ReferenceScope(
      List<ScopedStep> chain,
      List<ScopedStep> all,
      Set<String> fields,
      UnaryOperator<String> masking) {
    chain.forEach(step -> order.putIfAbsent(step.name(), order.size()));
    all.stream()
        .filter(step -> !step.flow().stepId().isEmpty())
        .forEach(step -> byId.putIfAbsent(step.flow().stepId(), step));
    this.fields = fields;
    this.masking = masking;
  }

  /** Returns what a placeholder stands for. */
  public ValueReference read(String placeholder) {
    return ValueReference.of(placeholder, fields::contains);
  }

  /** Returns whether a placeholder stands for a secret output. */
  public boolean isSecret(String placeholder) {
    return read(placeholder).source() instanceof OutputValue output
        && Optional.ofNullable(byId.get(output.stepId()))
            .map(step -> step.flow().outputs().get(output.output()))
            .filter(OutputRule::secret)
            .isPresent();
  }

  /**
   * Returns the problem of a placeholder; empty if there is none, or if it refers to a secret or to
   * a field that does not exist, which others report.
   */
  public Optional<String> problemOf(String stepName, PlaceholderPlace place) {
    ValueReference reference = read(place.name());
    return switch (reference.source()) {
      case FieldValue field -> field.repeats() ? problemOfRepetition(reference, place) : none();
      case OutputValue output ->
          problemOf(stepName, output, reference.fallback() != null)
              .map(problem -> place.shown() + " " + problem);
      case RequestValue value -> problemOf(value).map(problem -> place.shown() + " " + problem);
      case LiteralText _ -> none();
      case OtherValue other ->
          other.name().startsWith(ValueReference.OUTPUTS)
              ? Optional.of(
                  "%s is no reference to an output; write ${steps.ID.OUTPUT}, with a default ${steps.ID.OUTPUT ?? 'text'}"
                      .formatted(place.shown()))
              : none();
    };
  }

  /** Returns whether a placeholder has no value where the URL of the server is not known. */
  public boolean needsPublicUrl(String placeholder) {
    ValueReference reference = read(placeholder);
    return reference.fallback() == null
        && reference.source() instanceof RequestValue(String name)
        && name.equals("url");
  }

  /** Returns whether a placeholder is neither a field nor any other value. */
  public boolean isUnknownField(String placeholder) {
    return read(placeholder).source() instanceof OtherValue other
        && !other.name().startsWith(ValueReference.OUTPUTS);
  }

  private Optional<String> problemOfRepetition(ValueReference reference, PlaceholderPlace place) {
    // Each is looked for in the whole URL; a form with more fields is refused anyway.
    boolean isWhole =
        fields.size() > PipelineLimits.FIELDS
            || (place.path().equals("parameters.url")
                && reference.fallback() == null
                && RepeatedParameter.isWholeValue(
                    place.template(), masking.apply(place.template()), place.shown()));
    return isWhole
        ? none()
        : Optional.of(
            "%s repeats a parameter in the query of a URL and must be its whole value, as in ?name=%s; remove [*] elsewhere"
                .formatted(place.shown(), place.shown()));
  }

  private Optional<String> problemOf(String stepName, OutputValue output, boolean hasDefault) {
    ScopedStep target = byId.get(output.stepId());
    if (target == null) {
      return Optional.of(
          "refers to a step that does not exist: no step has the step_id '%s'; %s"
              .formatted(output.stepId(), cure(output.stepId(), byId.keySet(), "step_id")));
    }
    Integer own = order.get(stepName);
    Integer other = order.get(target.name());
    if (own != null && other != null && other >= own) {
      return Optional.of(
          other.equals(own)
              ? "refers to the step itself; refer to an earlier step"
              : "refers to step '%s', which runs later; refer to an earlier step, or move this one"
                  .formatted(Excerpt.of(target.name())));
    }
    if (!target.flow().outputs().containsKey(output.output())) {
      return Optional.of(
          "refers to an output that step '%s' does not declare; %s"
              .formatted(
                  Excerpt.of(target.name()),
                  cure(output.output(), target.flow().outputs().keySet(), "outputs")));
    }
    return target.flow().isConditional() && !hasDefault
        ? Optional.of(
            "refers to step '%s', which may be skipped; add a default, as in ${steps.%s.%s ?? 'text'}"
                .formatted(Excerpt.of(target.name()), output.stepId(), output.output()))
        : none();
  }

  private String cure(String unknown, Set<String> known, String where) {
    if (known.isEmpty()) {
      return "add '%s' to the %s of the step".formatted(unknown, where);
    }
    return compared++ < MAX_COMPARED ? NearestName.cure(unknown, known) : "correct the name";
  }

  private Optional<String> problemOf(RequestValue value) {
    if (REQUEST_VALUES.contains(value.name())) {
      return none();
    }
    return Optional.of(
        "is no value of a request; "
            + (compared++ < MAX_COMPARED
                ? NearestName.cure(value.name(), REQUEST_VALUES)
                : "correct the name"));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  /** Returns the places where secret outputs stand. */
  public List<PlaceholderPlace> secretsAmong(List<PlaceholderPlace> places) {
    List<PlaceholderPlace> secret = new ArrayList<>();
    places.stream().filter(place -> isSecret(place.name())).forEach(secret::add);
    return secret;
  }
}
