package io.flowforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.command.ExitCode;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  /** A command that throws a given exception. */
  @Command(name = "failing")
  private record Failing(RuntimeException failure) implements Callable<Integer> {

    @Override
    public Integer call() {
      throw failure;
    }
  }

  private static RunResult run(RuntimeException failure) {
    return RunResult.of(
        new CommandLine(new Failing(failure)).setExecutionExceptionHandler(new Failures()));
  }

  static Stream<Arguments> expected() {
    return Stream.of(
        Arguments.of(new InvalidException("m"), 3),
        Arguments.of(new NotFoundException("m"), 4),
        Arguments.of(new ConflictException("m"), 5),
        Arguments.of(new ForbiddenException("m"), 6),
        Arguments.of(new UnavailableException("m", new IllegalStateException("inside")), 7));
  }

  @ParameterizedTest
  @MethodSource
  void expected(FlowforgeException failure, int exitCode) {
    assertThat(run(failure)).isEqualTo(new RunResult(exitCode, "", "flowforge: m\n"));
  }

  @Test
  void everyProblemHasItsOwnLine() {
    assertThat(run(new InvalidException("two problems", List.of("a: x", "b: y"))).err())
        .isEqualTo("flowforge: two problems\n  a: x\n  b: y\n");
  }

  @Test
  void anUnexpectedFailureIsPrintedWithItsStackTrace() {
    RunResult result = run(new IllegalStateException("inside"));
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err())
        .startsWith("flowforge: internal error; please report it:\n")
        .contains("IllegalStateException: inside", "FailuresTest");
  }
}
