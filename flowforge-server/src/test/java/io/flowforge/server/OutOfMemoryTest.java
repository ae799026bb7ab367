package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that run out of memory for real. */
class OutOfMemoryTest {

  /** A process in which one thread fails while another one waits. */
  static final class Failing {

    private Failing() {}

    public static void main(String[] arguments) throws InterruptedException {
      OutOfMemory.endsTheProcess(System.getLogger("test"));
      Runnable work =
          switch (arguments[0]) {
            case "fills the heap" -> Failing::fillTheHeap;
            case "is told by another" -> Failing::failWithCause;
            default -> Failing::fail;
          };
      Thread failing =
          arguments[1].equals("virtual")
              ? Thread.ofVirtual().name("failing").start(work)
              : Thread.ofPlatform().name("failing").start(work);
      failing.join();
      if (arguments[0].equals("fails")) {
        System.exit(0);
      }
      new CountDownLatch(1).await();
    }

    private static void fillTheHeap() {
      byte[][] all = new byte[64][];
      for (int i = 0; i < all.length; i++) {
        all[i] = new byte[1024 * 1024];
      }
      System.out.println(all.length + " MiB fit into the heap");
    }

    private static void failWithCause() {
      throw new IllegalStateException("a task failed", new OutOfMemoryError("of a task"));
    }

    private static void fail() {
      throw new IllegalStateException("something else");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fills the heap", "is told by another"})
  void endsAProcessThatWouldSurviveIt(String what) throws Exception {
    for (String thread : List.of("platform", "virtual")) {
      Process process = failing("-Xmx32m", what, thread);

      assertThat(process.waitFor()).as(thread).isEqualTo(OutOfMemory.EXIT_CODE);
      assertThat(errors(process))
          .contains("event=out_of_memory_is_not_fatal", "-XX:+ExitOnOutOfMemoryError")
          .contains("event=thread_failed thread=failing");
    }
  }

  @Test
  void nothingIsSaidIfTheJvmEndsAnyway() throws Exception {
    Process process = failing("-XX:+ExitOnOutOfMemoryError", "fails", "platform");

    assertThat(process.waitFor()).as("not every failure ends the process").isZero();
    assertThat(errors(process))
        .contains("event=thread_failed", "something else")
        .doesNotContain("out_of_memory_is_not_fatal");
  }

  private static Process failing(String option, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(option, "-cp", System.getProperty("java.class.path")));
    command.add(Failing.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
