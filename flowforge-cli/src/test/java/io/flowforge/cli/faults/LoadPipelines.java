package io.flowforge.cli.faults;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pipelines that the load runs: calls and approvals in several orders. {@code %d} is the
 * organization's id, as {@link io.flowforge.testing.World#pipeline} has it.
 */
final class LoadPipelines {

  private static final String PIPELINE =
      """
      {"org_id": %d, "pipeline_name": "NAME", "first_step_name": "s1",
       "form": {"fields": [
         {"name": "ticket", "title": "Ticket", "type": "input", "required": true}]},
       "steps": [STEPS]}
      """;

  /**
   * A time-out shorter than the target hangs, and waits that lie in the queue. The time for all
   * attempts is longer than they take, but not longer than they and some faults do.
   */
  private static final String PATIENCE =
      """
      , "timeout_seconds": 4,
      "retry": {"max_attempts": 6, "initial_delay_seconds": 0.5, "max_delay_seconds": 4,
                "max_elapsed_seconds": 20}
      """;

  private LoadPipelines() {}

  /**
   * All of them.
   *
   * @param urlOf what the step of that name calls
   */
  static List<String> all(UnaryOperator<String> urlOf) {
    return List.of(
        pipeline("one call", "c", urlOf),
        pipeline("three calls", "rcr", urlOf),
        pipeline("an approval between", "rar", urlOf),
        pipeline("an approval last", "cra", urlOf),
        pipeline("an approval first, and another", "arcar", urlOf));
  }

  /** A step for each letter: a call, a call that is repeated when it fails, or an approval. */
  static String pipeline(String name, String letters, UnaryOperator<String> urlOf) {
    String steps =
        IntStream.rangeClosed(1, letters.length())
            .mapToObj(number -> step(number, letters, urlOf))
            .collect(Collectors.joining(","));
    return PIPELINE.replace("NAME", name).replace("STEPS", steps);
  }

  private static String step(int number, String letters, UnaryOperator<String> urlOf) {
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
            body(letters.charAt(number - 1), urlOf.apply("s" + number)));
  }

  private static String body(char letter, String url) {
    return switch (letter) {
      case 'c' -> call(url);
      case 'r' -> call(url) + PATIENCE;
      case 'a' -> "\"step_type\": \"WAIT_FOR_APPROVAL\"";
      default -> throw new IllegalArgumentException("no step is written " + letter);
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
