package io.flowforge.step.preview;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.PreviewedCall;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Target;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a preview shows is what a target receives. */
class PreviewPipelineTest extends CoreTest {

  /** The headers that the client adds. */
  private static final Set<String> OF_CLIENT =
      Set.of("host", "content-length", "user-agent", "connection", "accept-encoding");

  private static final List<String> METHODS =
      List.of("GET", "post", "PUT", "Patch", "DELETE", "OPTIONS");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/${a}",
          "/x/${b}/y?q=${a}&r=${c}",
          "?${b}",
          "/ä/%20?x=1#f${a}",
          "/${c}#f",
          "/${steps.first.id}/${a ?? 'b c'}?t=${c[*]}&id=${request.id}",
          "/${steps.first.gone ?? 'd/e'}?${'${'}&t=${c[*]}");
  private static final List<String> HEADERS =
      List.of(
          "{}",
          "{\"X-A\": \"${a}\"}",
          "{\"Accept\": \"text/plain\", \"x-b\": \"v; p=${b}\", \"X-C\": null}",
          "{\"content-type\": \"application/xml; charset=iso-8859-1\"}",
          "{\"Content-Type\": \"application/x-www-form-urlencoded\"}",
          "{\"Content-Type\": \"application/json\"}",
          "{\"Content-Type\": \"${a}\"}",
          "{\"Idempotency-Key\": \"\"}",
          "{\"idempotency-key\": \"own-${b}\"}",
          "{\"X-A\": \"v; p=${steps.first.id}\", \"X-B\": \"${request.created_on}\"}",
          "{\"X-A\": \"${steps.skipped.id ?? 'none'}\", \"X-B\": \"${request.org_id}\"}");
  private static final List<String> DATA =
      List.of(
          "null",
          "{\"a\": \"${a}\", \"list\": \"${c}\", \"${b}\": [1, true, null, \"x ${a}\"]}",
          "[\"${a}\"]",
          "\"<p a='${b}'>${a}</p>\"",
          "\"a=${a}&b=${b}\"",
          "\"plain ${a} ${b} ${c}\"",
          "\"{\\\"n\\\": ${c}, \\\"s\\\": \\\"${a}\\\"}\"",
          "{\"id\": \"${steps.first.id}\", \"list\": [\"${steps.first.gone ?? 'none'}\", \"${n}\", \"${d}\"]}",
          "{\"by\": \"${request.id}\", \"for\": \"${request.user_name ?? 'x'}\", \"at\": \"${request.url ?? 'no URL'}\"}",
          "{\"${'${'}\": \"${'${'}a}\", \"org\": \"${request.org_id}\", \"n\": \"n=${n}\"}",
          "\"<n>${n}</n><o a='${steps.first.id}'>${steps.first.gone ?? 'or else'}</o>\"",
          "\"\"",
          "7");

  /** Conditions that hold, or that form data decides. */
  private static final List<String> CONDITIONS =
      List.of(
          "form.a == 'plain'",
          "size(form.c) > 0 && form.d",
          "request.org_id > 0 || form.n > 7",
          "form.n < 7.5",
          "has(steps.first) && steps.first.id == 'k7'",
          "request.id != ''");

  private static final String FIRST_OUTPUTS =
      """
      "step_id": "first", "outputs": {
        "id": {"from": "/id"}, "gone": {"from": "/gone", "optional": true}},""";

  private static final List<String> ESCAPES = List.of("json", "xml", "form", "none");
  private static final List<String> VALUES =
      List.of(
          "",
          "plain",
          "two words",
          "Zoë",
          "${a}",
          "${secret.X} ${steps.y.z}",
          "\\\" \\\\ <&>'",
          "a/b?c#d%20",
          "\\t\\n\\u0001",
          "😀",
          "..",
          "text/plain",
          "x".repeat(3_000));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void targetsReceiveWhatWasShown(long seed) {
    var random = new Random(seed);
    List<String> steps = new ArrayList<>();
    while (steps.size() < 12) {
      String step = step(random);
      if (steps.isEmpty()) {
        steps.add(FIRST_OUTPUTS + "\"parameters\": " + call("/"));
        steps.add(
            """
            "step_id": "skipped", "outputs": {"id": {"from": "/id"}}, "when": "form.a == 'no such value'", "parameters": \
            """
                + call("/"));
      }
      if (check(List.of(steps.get(0), steps.get(1), step))) {
        steps.add(step);
      }
    }
    Pipeline pipeline = world.pipeline(pipeline(steps).formatted(world.orgId()));
    int compared = 0;
    for (int i = 0; i < 20; i++) {
      String formData = formData(random);
      compared += isRefused(pipeline, formData) ? 0 : compare(pipeline, formData);
    }
    compared +=
        compare(
            pipeline,
            "{\"a\": \"text/plain\", \"b\": \"k\", \"c\": [\"1\"], \"n\": \"1.50\", \"d\": true}");
    assertThat(compared).isGreaterThan(1);
  }

  @Test
  void nothingIsCalledAndNothingIsWritten() {
    ObjectNode draft =
        World.object(
            pipeline(List.of("\"parameters\": " + call("/${a}"))).formatted(world.orgId()));
    Pipeline stored = world.pipeline(draft.toString());
    long before = pipelines();

    previews().ofDraft(ADMIN, world.draft(draft.toString()), World.object("{\"a\": \"x\"}"));
    previews().ofPipeline(MEMBER, stored.id(), World.object("{\"a\": \"x\"}"));

    assertThat(target.calls()).isEmpty();
    assertThat(pipelines()).isEqualTo(before);
  }

  private int compare(Pipeline pipeline, String formData) {
    PreviewedPipeline shown = previews().ofPipeline(ADMIN, pipeline.id(), World.object(formData));
    target.calls().clear();
    target.answerWithBody("{\"id\": \"k7\"}");
    ServiceRequest request = world.request(pipeline, formData);
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.COMPLETED);

    assertThat(shown.steps()).allSatisfy(step -> assertThat(step.problem()).isNull());
    List<PreviewedStep> calling = shown.steps().stream().filter(step -> !step.isSkipped()).toList();
    assertThat(target.calls()).hasSameSizeAs(calling);
    for (int i = 0; i < calling.size(); i++) {
      requireSame(requireNonNull(calling.get(i).call()), target.calls().get(i), request);
    }
    return 1;
  }

  private void requireSame(PreviewedCall shown, Target.Call received, ServiceRequest request) {
    assertThat(received.method()).isEqualTo(shown.method());
    String sent = inRun(shown.url(), request).substring(target.url("").length());
    assertThat(received.uri()).isEqualTo(sent.startsWith("/") ? sent : "/" + sent);
    assertThat(received.body()).isEqualTo(inRun(shown.body(), request));
    Map<String, String> expected = new TreeMap<>();
    shown
        .headers()
        .forEach(
            (name, value) ->
                expected.put(name.toLowerCase(Locale.ROOT), inRun(value, request).strip()));
    Map<String, String> actual = new TreeMap<>();
    received
        .headers()
        .forEach(
            (name, value) -> actual.put(name.toLowerCase(Locale.ROOT), value.getFirst().strip()));
    actual.keySet().removeAll(OF_CLIENT);
    assertThat(actual).isEqualTo(expected);
  }

  /** Returns what was shown with what stand-ins stood for when the request ran. */
  private static String inRun(String shown, ServiceRequest request) {
    return shown
        .replace("⟨request.id⟩", request.id())
        .replace("⟨request.created_on⟩", request.createdOn().toString())
        .replace("⟨request.user_name ?? 'x'⟩", "Mike")
        .replace("⟨steps.first.id⟩", "k7")
        .replace("⟨steps.first.gone ?? 'none'⟩", "none")
        .replace("⟨steps.first.gone ?? 'or else'⟩", "or else")
        .replace("⟨steps.first.gone ?? 'd/e'⟩", "d%2Fe");
  }

  /** Form data that cannot be submitted cannot be previewed, for the same reason. */
  private boolean isRefused(Pipeline pipeline, String formData) {
    InvalidException submitted =
        catchThrowableOfType(InvalidException.class, () -> world.request(pipeline, formData));
    if (submitted == null) {
      return false;
    }
    InvalidException previewed =
        catchThrowableOfType(
            InvalidException.class,
            () -> previews().ofPipeline(ADMIN, pipeline.id(), World.object(formData)));
    assertThat(previewed).hasMessage(submitted.getMessage());
    assertThat(previewed.details()).isEqualTo(submitted.details());
    return true;
  }

  private PipelinePreview previews() {
    return flowforge.authoringHelp().preview();
  }

  private long pipelines() {
    long count = 0;
    for (Pipeline _ : flowforge.pipelineReading().list(ADMIN, world.orgId())) {
      count++;
    }
    return count;
  }

  private boolean check(List<String> steps) {
    return flowforge
        .authoringHelp()
        .validation()
        .check(ADMIN, World.object(pipeline(steps).formatted(world.orgId())))
        .isValid();
  }

  private String step(Random random) {
    return """
        %s "parameters": {"method": "%s", "url": "%s", "headers": %s, "data": %s%s}"""
        .formatted(
            random.nextInt(4) == 0 ? "\"when\": \"" + one(CONDITIONS, random) + "\"," : "",
            one(METHODS, random),
            target.url(one(PATHS, random)),
            one(HEADERS, random),
            one(DATA, random),
            random.nextInt(3) == 0 ? ", \"escape\": \"" + one(ESCAPES, random) + "\"" : "");
  }

  private String call(String path) {
    return "{\"method\": \"GET\", \"url\": \"%s\"}".formatted(target.url(path));
  }

  private static String formData(Random random) {
    return "{\"a\": \"%s\", \"b\": \"%s\", \"c\": %s, \"n\": %s, \"d\": \"%s\"}"
        .formatted(
            one(VALUES, random),
            one(VALUES, random),
            one(List.of("[]", "[\"1\"]", "[\"1\", \"2 3\"]"), random),
            one(List.of("5", "\"1e3\"", "-0", "\" 7.50 \""), random),
            random.nextBoolean());
  }

  /** A chain of calls; <code>%%d</code> stands for the organization. */
  private static String pipeline(List<String> steps) {
    return """
        {"org_id": %%d, "pipeline_name": "p", "first_step_name": "s0",
         "form": {"fields": [
           {"name": "a", "title": "A", "type": "input"},
           {"name": "b", "title": "B", "type": "input"},
           {"name": "c", "title": "C", "type": "checkboxes", "options": ["1", "2 3"]},
           {"name": "n", "title": "N", "type": "input", "format": "number"},
           {"name": "d", "title": "D", "type": "input", "format": "boolean"}]},
         "steps": [%s]}"""
        .formatted(
            IntStream.range(0, steps.size())
                .mapToObj(
                    i ->
                        """
                        {"step_name": "s%d", "step_type": "API", %s, "prev_step_name": "%s", %s}"""
                            .formatted(
                                i,
                                steps.get(i).replace("%", "%%"),
                                i == 0 ? "" : "s" + (i - 1),
                                i == steps.size() - 1
                                    ? "\"is_terminal_step\": true"
                                    : "\"next_step_name\": \"s" + (i + 1) + "\""))
                .collect(joining(", ")));
  }

  private static String one(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
