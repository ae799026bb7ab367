package io.flowforge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.Caller;
import io.flowforge.request.adoption.OlderLogs.Imported;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log files that an older system has written. */
class OlderLogsTest extends CoreTest {

  private Path directory = Path.of("");
  private String id = "";

  @BeforeEach
  void addARequest(@TempDir Path logs) throws IOException {
    directory = logs;
    var older = new OlderSystem();
    id =
        older.request(
            world.orgId(), world.pipeline(Pipelines.callApproveCall(target.url())).id(), "Running");
    older
        .event(id, "s1", "API", "Running")
        .event(id, "s2", "WAIT_FOR_APPROVAL", "Not Started")
        .event(id, "../s3", "API", "Not Started")
        .write(stores, flowforge.database());
    Files.createDirectory(directory.resolve(id));
  }

  @Test
  void areReadOnceInFrontOfWhatTheAdoptionSays() throws IOException {
    write(
        "s1",
        """
        [s1] 2026/11/25 16:59:03 [INFO] request=&{POST http://localhost/x map[Authorization:[Bearer abcdef1234] X-Flow:[old]]}
        [s1] 2026/11/25 16:59:04 [ERROR] two
        lines
        [s1] when [INFO] ever
        """);
    flowforge.adoption().sweep();

    assertThat(flowforge.olderLogs().read(directory)).isEqualTo(new Imported(1, 1, 4));
    assertThat(flowforge.olderLogs().read(directory)).isEqualTo(new Imported(1, 0, 0));
    List<String> lines = lines("s1");
    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst())
        .startsWith("[s1] 2026/11/25 16:59:03 [INFO] request=&{POST http://localhost/x")
        .contains("X-Flow:[old]")
        .doesNotContain("abcdef1234");
    assertThat(lines.subList(1, 4))
        .containsExactly(
            "[s1] 2026/11/25 16:59:04 [ERROR] two",
            "[s1] 2026/11/25 16:59:04 [ERROR] lines",
            "[s1] 2026/11/25 16:59:04 [ERROR] [s1] when [INFO] ever");
    assertThat(lines.getLast()).contains("The older system left this request");
  }

  @Test
  void areBoundedAndStayInTheirFolder() throws IOException {
    Files.writeString(directory.resolve("s3.log"), "[../s3] 2026/11/25 16:59:03 [INFO] outside\n");
    Files.createSymbolicLink(directory.resolve(id).resolve("s2.log"), directory.resolve("s3.log"));
    write("s1", "[s1] 2026/11/25 16:59:03 [INFO] x\n".repeat(40_000));
    flowforge.adoption().sweep();

    assertThat(flowforge.olderLogs().read(directory)).isEqualTo(new Imported(1, 1, 10_001));
    assertThat(lines("s2")).isEmpty();
    assertThat(lines("s1").get(10_000)).contains("the rest is left out");
  }

  @Test
  void ofRequestsThatAreNotThereAreLeftAlone() throws IOException {
    Files.createDirectory(directory.resolve("65f0c0ffee65f0c0ffee65f0"));
    Files.writeString(directory.resolve("notes.txt"), "");

    assertThat(flowforge.olderLogs().read(directory)).isEqualTo(new Imported(0, 0, 0));
  }

  private void write(String step, String text) throws IOException {
    Files.writeString(directory.resolve(id).resolve(step + ".log"), text);
  }

  private List<String> lines(String step) {
    return flowforge.requests().reading().log(new Caller.Operator("test"), id, step, 0).lines();
  }
}
