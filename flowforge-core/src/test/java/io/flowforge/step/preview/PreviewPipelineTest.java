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
      List.of("/", "/${a}", "/x/${b}/y?q=${a}&r=${c}", "?${b}", "/ä/%20?x=1#f${a}", "/${c}#f");
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
          "{\"idempotency-key\": \"own-${b}\"}");
  private static final List<String> DATA =
      List.of(
          "null",
          "{\"a\": \"${a}\", \"list\": \"${c}\", \"${b}\": [1, true, null, \"x ${a}\"]}",
          "[\"${a}\"]",
          "\"<p a='${b}'>${a}</p>\"",
          "\"a=${a}&b=${b}\"",
          "\"plain ${a} ${b} ${c}\"",
          "\"{\\\"n\\\": ${c}, \\\"s\\\": \\\"${a}\\\"}\"",
          "\"\"",
          "7");
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
      if (check(List.of(step))) {
        steps.add(step);
      }
    }
    Pipeline pipeline = world.pipeline(pipeline(steps).formatted(world.orgId()));
    int compared = 0;
    for (int i = 0; i < 20; i++) {
      String formData = formData(random);
      compared += isRefused(pipeline, formData) ? 0 : compare(pipeline, formData);
    }
    compared += compare(pipeline, "{\"a\": \"text/plain\", \"b\": \"k\", \"c\": [\"1\"]}");
    assertThat(compared).isGreaterThan(1);
  }

  @Test
  void nothingIsCalledAndNothingIsWritten() {
    ObjectNode draft = World.object(pipeline(List.of(call("/${a}"))).formatted(world.orgId()));
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
    ServiceRequest request = world.request(pipeline, formData);
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.COMPLETED);

    assertThat(target.calls()).hasSameSizeAs(shown.steps());
    for (int i = 0; i < shown.steps().size(); i++) {
      PreviewedStep step = shown.steps().get(i);
      assertThat(step.problem()).isNull();
      requireSame(requireNonNull(step.call()), target.calls().get(i), request.id());
    }
    return 1;
  }

  private void requireSame(PreviewedCall shown, Target.Call received, String requestId) {
    assertThat(received.method()).isEqualTo(shown.method());
    String sent = shown.url().substring(target.url("").length());
    assertThat(received.uri()).isEqualTo(sent.startsWith("/") ? sent : "/" + sent);
    assertThat(received.body()).isEqualTo(shown.body());
    Map<String, String> expected = new TreeMap<>();
    shown
        .headers()
        .forEach(
            (name, value) ->
                expected.put(
                    name.toLowerCase(Locale.ROOT),
                    value.replace("⟨request.id⟩", requestId).strip()));
    Map<String, String> actual = new TreeMap<>();
    received
        .headers()
        .forEach(
            (name, value) -> actual.put(name.toLowerCase(Locale.ROOT), value.getFirst().strip()));
    actual.keySet().removeAll(OF_CLIENT);
    assertThat(actual).isEqualTo(expected);
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
        {"method": "%s", "url": "%s", "headers": %s, "data": %s%s}"""
        .formatted(
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
    return "{\"a\": \"%s\", \"b\": \"%s\", \"c\": %s}"
        .formatted(
            one(VALUES, random),
            one(VALUES, random),
            one(List.of("[]", "[\"1\"]", "[\"1\", \"2 3\"]"), random));
  }

  /** A chain of calls; <code>%%d</code> stands for the organization. */
  private static String pipeline(List<String> parameters) {
    return """
        {"org_id": %%d, "pipeline_name": "p", "first_step_name": "s0",
         "form": {"fields": [
           {"name": "a", "title": "A", "type": "input"},
           {"name": "b", "title": "B", "type": "input"},
           {"name": "c", "title": "C", "type": "checkboxes", "options": ["1", "2 3"]}]},
         "steps": [%s]}"""
        .formatted(
            IntStream.range(0, parameters.size())
                .mapToObj(
                    i ->
                        """
                        {"step_name": "s%d", "step_type": "API", "parameters": %s, "prev_step_name": "%s", %s}"""
                            .formatted(
                                i,
                                parameters.get(i).replace("%", "%%"),
                                i == 0 ? "" : "s" + (i - 1),
                                i == parameters.size() - 1
                                    ? "\"is_terminal_step\": true"
                                    : "\"next_step_name\": \"s" + (i + 1) + "\""))
                .collect(joining(", ")));
  }

  private static String one(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
