package io.flowforge.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes that the harness starts end with it, even if it is killed. */
class ChildrenTest {

  /** Long, because the first start unpacks PostgreSQL. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A harness that starts processes and waits to be killed. */
  static final class Harness {

    private Harness() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Path directory = Path.of(arguments[0]);
      var random = new Random();
      Path programs = Path.of("target", "postgresql").toAbsolutePath();
      var postgres = new PostgresProcess(directory, programs, Ports.free(random));
      var frozen = new DocumentStoreProcess(directory, Ports.free(random));
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
    assertThat(Wait.until(TIMEOUT, () -> handles(pids).size() == 2)).isTrue();
    List<ProcessHandle> children = handles(pids);
    assertThat(children).allMatch(ProcessHandle::isAlive);

    try {
      harness.destroyForcibly().onExit().join();
      assertThat(Wait.until(TIMEOUT, () -> children.stream().noneMatch(ProcessHandle::isAlive)))
          .isTrue();
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<ProcessHandle> handles(Path pids) {
    if (Files.notExists(pids)) {
      return List.of();
    }
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
