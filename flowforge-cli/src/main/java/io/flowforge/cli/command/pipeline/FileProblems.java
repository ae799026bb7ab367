package io.flowforge.cli.command.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.util.List;

/** The problems of a file, each of which has its place in its sentence. */
final class FileProblems {

  private FileProblems() {}

  /** Prints the problems, then their number, and returns it. */
  static int print(String file, InvalidException failure, PrintWriter out, PrintWriter err) {
    List<String> problems =
        failure.details().isEmpty() ? List.of(failure.userMessage()) : failure.details();
    problems.forEach(problem -> out.println(OneLine.of(problem)));
    out.flush();
    int count = problems.size();
    err.println(OneLine.of(file) + (count == 1 ? ": 1 problem" : ": " + count + " problems"));
    err.flush();
    return count;
  }
}
