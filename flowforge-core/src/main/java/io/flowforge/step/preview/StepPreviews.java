package io.flowforge.step.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.secret.reference.SecretDirectory;
import io.flowforge.step.KnownValues;
import io.flowforge.step.MissingValues;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.PreviewableStep;
import io.flowforge.step.PreviewedCall;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.StepInputs;
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

  StepPreviews(StepExecutors types, SecretDirectory secrets) {
    this.types = types;
    this.secrets = secrets;
  }

  PreviewedPipeline of(Pipeline pipeline, ObjectNode formData) {
    var size = new PreviewSize();
    var standIns = new StandIns("x" + UUID.randomUUID().toString().replace("-", ""));
    List<Step> order = pipeline.stepsInOrder();
    List<PreviewedStep> previews = new ArrayList<>();
    for (Step step : order) {
      if (size.isUsedUp()) {
        break;
      }
      previews.add(bounded(preview(pipeline, step, formData, standIns), standIns, size));
    }
    return new PreviewedPipeline(
        size.take(pipeline.pipelineName(), PreviewSize.MAX_TEXT),
        previews,
        order.size() - previews.size());
  }

  private PreviewedStep preview(
      Pipeline pipeline, Step step, ObjectNode formData, StandIns standIns) {
    Optional<StepExecutor> type = types.find(step.stepType());
    if (type.isEmpty()) {
      return without(step, "", "this server does not know the type of the step");
    }
    String description = type.get().declaration().description();
    if (!(type.get() instanceof PreviewableStep previewable)) {
      return without(step, description, null);
    }
    Set<String> placeholders = Placeholders.namesIn(step.parameters());
    PlaceholderValues values =
        standIns.fill(
            StepInputs.of(step, pipeline, formData, KnownValues.NONE).values(),
            placeholders,
            pipeline.form().fields().stream().map(FormField::name).toList());
    Optional<String> missing = MissingValues.in(step, pipeline.form(), values.formData());
    if (missing.isPresent()) {
      return without(step, description, missing.get());
    }
    try {
      PreviewedCall call = previewable.preview(step, values, keyOf(step));
      return new PreviewedStep(
          step.stepName(),
          step.stepType(),
          description,
          call,
          0,
          problem(type.get(), pipeline, step).orElse(null));
    } catch (IllegalArgumentException e) {
      return without(step, description, "The call could not be made: " + e.getMessage());
    }
  }

  /** Returns why the call would not be made on this server, or with these secrets. */
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

  private static PreviewedStep without(Step step, String description, @Nullable String problem) {
    return new PreviewedStep(step.stepName(), step.stepType(), description, null, 0, problem);
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
