package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.file.PipelineFile;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * The check of pipelines on a server, whose problems are printed with their places in the files.
 */
final class ServerCheck {

  private final Api api;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param out receives the problems, a line each
   * @param err receives the rest
   */
  ServerCheck(Api api, PrintWriter out, PrintWriter err) {
    this.api = api;
    this.out = out;
    this.err = err;
  }

  /**
   * Prints the problems of a file, and returns their number.
   *
   * @param organization the one that the option names
   */
  int problemsIn(String file, Optional<String> organization) {
    PipelineFile source;
    try {
      source = PipelineSource.open(file);
    } catch (InvalidException e) {
      return FileProblems.print(file, e, out, err);
    }
    ObjectNode pipeline = source.json();
    PipelineOwner.set(pipeline, organization, api);
    JsonNode checked = api.post(ApiPath.of("pipeline", "validate"), pipeline);
    checked
        .path("warnings")
        .forEach(warning -> err.println(OneLine.of("warning: " + line(source, warning))));
    JsonNode problems = checked.path("problems");
    problems.forEach(problem -> out.println(OneLine.of(line(source, problem))));
    out.flush();
    int count = checked.path("problem_count").asInt();
    err.println(OneLine.of(source.name()) + ": " + summary(count, problems.size(), pipeline));
    err.flush();
    return count;
  }

  private static String summary(int count, int shown, ObjectNode pipeline) {
    if (count == 0) {
      return "valid, %d steps, %d fields"
          .formatted(pipeline.path("steps").size(), pipeline.at("/form/fields").size());
    }
    String problems = count == 1 ? "1 problem" : count + " problems";
    return count > shown ? problems + ", of which the first " + shown + " are shown" : problems;
  }

  private static String line(PipelineFile source, JsonNode problem) {
    String pointer = problem.path("pointer").asText();
    String message = problem.path("message").asText();
    String cure = problem.path("cure").asText();
    return source.positionOf(pointer)
        + ": "
        + (pointer.isEmpty() ? "" : pointer + ": ")
        + message
        + (says(message, cure) ? "" : "; " + cure);
  }

  /** Returns whether a message says what the cure says, with another verb. */
  private static boolean says(String message, String cure) {
    int verb = cure.indexOf(' ');
    return verb > 0 && message.endsWith(cure.substring(verb));
  }
}
