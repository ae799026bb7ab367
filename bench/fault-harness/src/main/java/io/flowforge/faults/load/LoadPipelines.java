package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster.PipelineContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pipelines of the load, as seed files: calls and approvals in several orders. */
public final class LoadPipelines {

  private static final String PIPELINE =
      """
      {"org": "ORGANIZATION", "pipeline_name": "NAME", "first_step_name": "s1",
       "form": {"fields": [
         {"name": "ticket", "title": "Ticket", "type": "input", "required": true}]},
       "steps": [STEPS]}
      """;

  /**
   * A timeout shorter than the target hangs, and delays that are spent in the queue. The limit for
   * all attempts exceeds what they take, but not what they and some faults take together.
   */
  private static final String RETRY =
      """
      , "timeout_seconds": 4,
      "retry": {"max_attempts": 6, "initial_delay_seconds": 0.5, "max_delay_seconds": 4,
                "max_elapsed_seconds": 20}
      """;

  /** Longer than a run. */
  private static final String PATIENT = ", \"timeout_seconds\": 7200";

  /** The name of the secret. */
  static final String SECRET = "LOAD";

  /** The header in which the target receives it. */
  private static final String SECRET_HEADER =
      "\"headers\": {\"X-Secret\": \"${secret." + SECRET + "}\"}, \"data\"";

  /** The name of the step that calls a target that never responds. */
  public static final String HANGING_STEP = "hang";

  private static final String HANGING =
      """
      {"org": "ORGANIZATION", "pipeline_name": "a call that hangs", "first_step_name": "STEP",
       "form": {"fields": [
         {"name": "ticket", "title": "Ticket", "type": "input", "required": true}]},
       "steps": [{"step_name": "STEP", "prev_step_name": "", "next_step_name": "",
                  "is_terminal_step": true, CALL PATIENT}]}
      """;

  private LoadPipelines() {}

  /**
   * Returns all pipelines, and those that older builds do not know: one whose calls carry a secret,
   * and those whose steps build on each other, a third of all.
   */
  public static List<String> ofThisBuild(PipelineContext context) {
    return Stream.of(
            withHanging(context),
            List.of(pipeline("calls with a secret", "ss", context)),
            FlowPipelines.all(context))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns all pipelines of the load, and one of another organization whose call hangs. */
  public static List<String> withHanging(PipelineContext context) {
    return Stream.concat(all(context).stream(), Stream.of(hanging(context))).toList();
  }

  private static String hanging(PipelineContext context) {
    return HANGING
        .replace("ORGANIZATION", context.hanging())
        .replace("PATIENT", PATIENT)
        .replace("CALL", call(context.urlOf().apply(HANGING_STEP)))
        .replace("STEP", HANGING_STEP);
  }

  /** Returns all pipelines of the load. */
  public static List<String> all(PipelineContext context) {
    return List.of(
        pipeline("one call", "c", context),
        pipeline("three calls", "rcr", context),
        pipeline("an approval between", "rar", context),
        pipeline("an approval last", "cra", context),
        pipeline("an approval first, and another", "arcar", context));
  }

  /** Returns pipelines whose requests do not end while the target holds its responses back. */
  public static List<String> withoutEnd(PipelineContext context) {
    return List.of(
        pipeline("one call", "h", context),
        pipeline("three calls", "rhr", context),
        pipeline("an approval between", "rah", context),
        pipeline("an approval last", "hra", context),
        pipeline("an approval first, and another", "ahrah", context));
  }

  /**
   * Returns a pipeline.
   *
   * @param letters one for each step: {@code c}, a call; {@code r}, a call with retries; {@code s},
   *     one with a secret; {@code h}, one that may take hours; {@code a}, an approval
   */
  public static String pipeline(String name, String letters, PipelineContext context) {
    String steps =
        IntStream.rangeClosed(1, letters.length())
            .mapToObj(number -> step(number, letters, context))
            .collect(Collectors.joining(","));
    return PIPELINE
        .replace("ORGANIZATION", context.organization())
        .replace("NAME", name)
        .replace("STEPS", steps);
  }

  private static String step(int number, String letters, PipelineContext context) {
    boolean isLast = number == letters.length();
    return """
        {"step_name": "s%d", "prev_step_name": "%s", "next_step_name": "%s",
         "is_terminal_step": %s, %s}
        """
        .formatted(
            number,
            number == 1 ? "" : "s" + (number - 1),
            isLast ? "" : "s" + (number + 1),
            isLast,
            body(letters.charAt(number - 1), context.urlOf().apply("s" + number)));
  }

  private static String body(char letter, String url) {
    return switch (letter) {
      case 'c' -> call(url);
      case 'r' -> call(url) + RETRY;
      case 's' -> call(url).replace("\"data\"", SECRET_HEADER) + RETRY;
      case 'h' -> call(url) + PATIENT;
      case 'a' -> "\"step_type\": \"WAIT_FOR_APPROVAL\"";
      default -> throw new IllegalArgumentException("no step has the letter " + letter);
    };
  }

  private static String call(String url) {
    return """
        "step_type": "API",
        "parameters": {"method": "POST", "url": "%s", "data": {"ticket": "${ticket}"}}
        """
        .formatted(url);
  }
}
