package io.flowforge.step.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.secret.reference.SecretDirectory;
import io.flowforge.step.MissingValues;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.PreviewableStep;
import io.flowforge.step.PreviewedCall;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.StepInputs;
import io.flowforge.step.preview.RunForecast.StepForecast;
import io.flowforge.uri.PercentEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The previews of the steps of a pipeline. Thread-safe. */
final class StepPreviews {

  /** The number of a request's first run, with which an idempotency key ends. */
  private static final String FIRST_RUN = "/1";

  private final StepExecutors types;
  private final SecretDirectory secrets;
  private final PreviewRules rules;

  StepPreviews(StepExecutors types, SecretDirectory secrets, PreviewRules rules) {
    this.types = types;
    this.secrets = secrets;
    this.rules = rules;
  }

  /**
   * Returns the previews.
   *
   * @param formData valid, as it is stored
   */
  PreviewedPipeline of(Pipeline pipeline, ObjectNode formData) {
    var size = new PreviewSize();
    var standIns = new StandIns("x" + UUID.randomUUID().toString().replace("-", ""));
    var forecast = new RunForecast(pipeline, formData, rules, standIns);
    List<Step> order = pipeline.stepsInOrder();
    List<PreviewedStep> previews = new ArrayList<>();
    for (Step step : order) {
      if (size.isUsedUp()) {
        break;
      }
      previews.add(bounded(preview(pipeline, step, forecast, standIns), standIns, size));
    }
    return new PreviewedPipeline(
        size.take(pipeline.pipelineName(), PreviewSize.MAX_TEXT),
        previews,
        order.size() - previews.size());
  }

  private PreviewedStep preview(
      Pipeline pipeline, Step step, RunForecast forecast, StandIns standIns) {
    StepForecast decision = forecast.decide(step);
    if (!(decision instanceof StepForecast.WillBeSkipped)) {
      forecast.keepOutputsOf(step);
    }
    return switch (decision) {
      case StepForecast.Always _ -> executed(pipeline, step, forecast, standIns, List.of());
      case StepForecast.WillBeExecuted(String note) ->
          executed(pipeline, step, forecast, standIns, List.of(note));
      case StepForecast.Open(String note) ->
          executed(pipeline, step, forecast, standIns, List.of(note));
      case StepForecast.WillBeSkipped(String note) ->
          new PreviewedStep(
              step.stepName(),
              step.stepType(),
              descriptionOf(step),
              true,
              List.of(note),
              null,
              0,
              null);
      case StepForecast.WillFail(String problem) ->
          new Parts(step, descriptionOf(step), List.of()).without(problem);
    };
  }

  private String descriptionOf(Step step) {
    return types.find(step.stepType()).map(type -> type.declaration().description()).orElse("");
  }

  /**
   * Returns the preview of a step that is, or may be, executed.
   *
   * @param notes what is known of its condition
   */
  private PreviewedStep executed(
      Pipeline pipeline, Step step, RunForecast forecast, StandIns standIns, List<String> notes) {
    Optional<StepExecutor> found = types.find(step.stepType());
    var parts = new Parts(step, descriptionOf(step), notes);
    if (found.isEmpty()) {
      return parts.without("this server does not know the type of the step");
    }
    StepExecutor type = found.get();
    StepInputs inputs = forecast.inputsOf(step);
    Optional<String> missing =
        MissingValues.in(step, pipeline.form(), forecast.formData())
            .or(() -> problemOfOutputs(step))
            .or(inputs::problem);
    if (missing.isPresent()) {
      return parts.without(missing.get());
    }
    Optional<String> problem = problem(type, pipeline, step);
    if (!(type instanceof PreviewableStep previewable)) {
      return parts.with(null, problem);
    }
    PlaceholderValues values = inputs.values();
    try {
      Optional<PreviewedCall> call = previewable.callOf(step, values, keyOf(step));
      return parts
          .adding(previewable.notesOn(step, values))
          .with(
              call.orElse(null),
              call.isPresent()
                  ? problem
                  : problem.or(() -> problemOfValues(type, step, values, standIns)));
    } catch (IllegalArgumentException e) {
      return parts.without("The call could not be made: " + e.getMessage());
    }
  }

  /** The parts of a preview that are known first. */
  private record Parts(Step step, String description, List<String> notes) {

    Parts adding(List<String> more) {
      return new Parts(step, description, Stream.concat(notes.stream(), more.stream()).toList());
    }

    PreviewedStep without(String problem) {
      return with(null, Optional.of(problem));
    }

    PreviewedStep with(@Nullable PreviewedCall call, Optional<String> problem) {
      return new PreviewedStep(
          step.stepName(),
          step.stepType(),
          description,
          false,
          notes,
          call,
          0,
          problem.orElse(null));
    }
  }

  private Optional<String> problemOfOutputs(Step step) {
    return step.flow().hasSecretOutputs() && !rules.hasSecretKeys()
        ? Optional.of(
            "it has secret outputs, and FLOWFORGE_SECRET_KEYS is not set; an operator has to set it")
        : Optional.empty();
  }

  /** Returns what is wrong with values that are all known before the request runs. */
  private static Optional<String> problemOfValues(
      StepExecutor type, Step step, PlaceholderValues values, StandIns standIns) {
    boolean areKnown =
        Placeholders.namesIn(step.parameters()).stream()
            .noneMatch(name -> standIns.areIn(values.text(name)));
    return areKnown
        ? type.problemsOfValues(step, values.formData()).stream().findFirst()
        : Optional.empty();
  }

  /** Returns why the step would fail on this server, or with these secrets. */
  private Optional<String> problem(StepExecutor type, Pipeline pipeline, Step step) {
    Set<String> names = pipeline.secretsOf(step);
    Stream<String> ofSecrets =
        names.isEmpty()
            ? Stream.empty()
            : type
                .problemsOfSecrets(step, names, new DiscreetSecrets(secrets.of(pipeline.orgId())))
                .stream();
    return Stream.concat(ofSecrets, type.problemsHere(step).stream()).findFirst();
  }

  private static String keyOf(Step step) {
    return StandIns.ofRun("request.id") + "/" + PercentEncoding.encode(step.stepName()) + FIRST_RUN;
  }

  private static PreviewedStep bounded(PreviewedStep step, StandIns standIns, PreviewSize size) {
    PreviewedCall call = step.call();
    String body = call == null ? "" : standIns.shown(call.body());
    String problem = step.problem();
    return new PreviewedStep(
        size.take(step.stepName(), PreviewSize.MAX_TEXT),
        size.take(step.stepType(), PreviewSize.MAX_TEXT),
        step.description(),
        step.isSkipped(),
        step.notes().stream()
            .map(note -> size.take(standIns.shown(note), PreviewSize.MAX_TEXT))
            .toList(),
        call == null ? null : bounded(call, body, standIns, size),
        body.codePointCount(0, body.length()),
        problem == null ? null : size.take(standIns.shown(problem), PreviewSize.MAX_TEXT));
  }

  private static PreviewedCall bounded(
      PreviewedCall call, String body, StandIns standIns, PreviewSize size) {
    String url = size.take(standIns.shown(call.url()), PreviewSize.MAX_TEXT);
    Map<String, String> headers = new LinkedHashMap<>();
    call.headers()
        .forEach(
            (name, value) ->
                headers.put(
                    size.take(standIns.shown(name), PreviewSize.MAX_TEXT),
                    size.take(standIns.shown(value), PreviewSize.MAX_TEXT)));
    return new PreviewedCall(call.method(), url, headers, size.take(body, PreviewSize.MAX_BODY));
  }
}
