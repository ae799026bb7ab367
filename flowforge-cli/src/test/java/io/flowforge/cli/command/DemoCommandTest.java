package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import io.flowforge.cli.TestHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  @Test
  void showsARequestOnItsWayAndLeavesNoData(@TempDir Path directory) {
    Path home = TestHome.in(directory);
    RunResult result = RunResult.of(Map.of(), home, "demo");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out().replaceAll("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d", "T"))
        .containsSubsequence(
            "reserve the name         Running",
            "reserve the name         Completed",
            "| [reserve the name] T [INFO] Calling PUT http://127.0.0.1:",
            "request is now Pending",
            "1 waiting",
            "| [ask an admin] T [INFO] Approved by Ada Adler",
            "create the repository    Running",
            "create the repository    Completed",
            "request is now Completed",
            "PUT /names/demo%2Frocket%20science",
            "POST /repositories {\"name\":\"demo/rocket science\"",
            "Done: the request completed",
            "Times: Java",
            "./flowforge up");
    assertThat(home.resolve(".flowforge/demo/postgres")).doesNotExist();
    assertThat(home.resolve(".flowforge/demo/mongo")).doesNotExist();
  }

  @Test
  void leavesNothingBehindWhenItIsStopped(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    boolean isOverBefore = true;
    for (int attempt = 0; attempt < 5 && isOverBefore; attempt++) {
      try (var demo = CommandProcess.start(Map.of(), home, " starts it (PUT", "demo")) {
        int code = demo.stop();
        isOverBefore = demo.output().contains("Done:");
        if (!isOverBefore) {
          assertThat(code).isEqualTo(128 + 15);
          assertThat(demo.output()).contains("The demo was stopped").doesNotContain("Exception");
        }
      }
    }
    assertThat(isOverBefore).as("each demo was over before it was stopped").isFalse();
    // Deleted only after PostgreSQL has ended.
    assertThat(home.resolve(".flowforge/demo/postgres")).doesNotExist();
  }

  @Test
  void reportsAFolderThatCannotBeWritten(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    Files.createFile(home.resolve(".flowforge/demo"));
    try (var demo = CommandProcess.start(Map.of(), home, "flowforge: cannot write", "demo")) {
      assertThat(demo.awaitEnd()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(demo.output()).contains(home.resolve(".flowforge/demo") + "").hasLineCount(1);
    }
  }

  @Test
  void failsIfACallFails(@TempDir Path directory) {
    Map<String, String> tooStrict = Map.of("FLOWFORGE_MAX_BODY_BYTES", "1024");
    RunResult result = RunResult.of(tooStrict, TestHome.in(directory), "demo");
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).startsWith("The demo failed: POST /api/pipeline returned 413");
    assertThat(result.out()).doesNotContain("Done");
  }

  @Test
  void failsWhenItCannotStart(@TempDir Path emptyHome) {
    RunResult result = RunResult.of(Map.of(), emptyHome, "demo");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("user.csv");
  }
}
