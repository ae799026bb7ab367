package io.flowforge.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the harness starts, ends with it, also when it is killed. */
class ChildrenTest {

  /** A harness that starts things and waits to be killed. */
  static final class Harness {

    private Harness() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Path directory = Path.of(arguments[0]);
      var random = new Random();
      Path programs = Path.of("target", "postgresql").toAbsolutePath();
      var postgres = new Postgres(directory, programs, Ports.free(random));
      var frozen = new DocumentStore(directory, Ports.free(random));
      frozen.start();
      Freeze.of(frozen.pid());
      Files.writeString(
          directory.resolve("pids"),
          postgres.postmaster().pid() + " " + frozen.pid() + System.lineSeparator());
      new CountDownLatch(1).await();
    }
  }

  @Test
  void endWithTheHarness(@TempDir Path directory) throws IOException {
    Path pids = directory.resolve("pids");
    Process harness =
        ChildJvm.start(
            Harness.class, Map.of(), directory.resolve("harness.log"), directory.toString());
    Eventually.eventually(() -> Files.exists(pids), exists -> exists);
    List<ProcessHandle> children =
        Eventually.eventually(() -> handles(pids), found -> found.size() == 2);
    assertThat(children).allMatch(ProcessHandle::isAlive);

    try {
      harness.destroyForcibly().onExit().join();
      Eventually.eventually(
          () -> children.stream().noneMatch(ProcessHandle::isAlive), areGone -> areGone);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<ProcessHandle> handles(Path pids) {
    try {
      return List.of(Files.readString(pids).strip().split(" ")).stream()
          .filter(pid -> !pid.isEmpty())
          .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
