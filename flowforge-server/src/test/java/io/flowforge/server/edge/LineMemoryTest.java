package io.flowforge.server.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.WaitClock;
import io.flowforge.server.edge.request.FramingException;
import io.flowforge.server.edge.request.HeadLimits;
import io.flowforge.server.edge.request.Input;
import io.flowforge.server.edge.request.LineMemory;
import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many unfinished requests together must not fill the heap. */
class LineMemoryTest {

  private static final int BUDGET = 200_000;
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n";

  private final AtomicLong budget = new AtomicLong(BUDGET);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one long header",
        "many short headers",
        "a long request line",
        "long extensions and a long trailer"
      })
  void largeHeadsAreRefusedOnceTheBudgetIsUsedUpAndUsualOnesNever(String kind) {
    String large =
        switch (kind) {
          case "one long header" -> GET + "X: " + "y".repeat(30_000);
          case "many short headers" -> GET + "X:\r\n".repeat(198);
          case "a long request line" ->
              "GET /" + "y".repeat(8_000) + " HTTP/1.1\r\nX: " + "y".repeat(9_000);
          default ->
              "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "1;"
                  + "y".repeat(7_000)
                  + "\r\nx\r\n0\r\nX: "
                  + "y".repeat(8_000);
        };
    List<LineMemory> open = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (open.size() < 100) {
                read(large, open);
              }
            })
        .isInstanceOfSatisfying(
            FramingException.class, e -> assertThat(e.status().code()).isEqualTo(503));
    assertThat(open.size()).as("connections before that").isBetween(5, 40);

    String usual =
        GET + "Authorization: Bearer " + "y".repeat(3_000) + "\r\n" + "X: y\r\n".repeat(12);
    read(usual, new ArrayList<>());

    open.forEach(LineMemory::release);
    assertThat(budget).hasValue(BUDGET);
    read(large, new ArrayList<>());
  }

  @Test
  void theNextRequestOfAConnectionBeginsAnew() {
    String large = GET + "X: " + "y".repeat(30_000) + "\r\n\r\n";
    List<LineMemory> open = new ArrayList<>();
    read(large.repeat(50), open);
    assertThat(budget).as("while it waits for more").hasValue(BUDGET);
  }

  /** Reads all these bytes on a new connection, which then waits for more. */
  private void read(String bytes, List<LineMemory> open) {
    byte[] all = bytes.getBytes(ISO_8859_1);
    int[] position = {0};
    var memory = new LineMemory(budget);
    open.add(memory);
    var requests =
        new RequestBytes(
            new Input(
                block -> {
                  int count = Math.min(block.length, all.length - position[0]);
                  System.arraycopy(all, position[0], block, 0, count);
                  position[0] += count;
                  return count == 0 ? -1 : count;
                }),
            new HeadLimits(8 * 1024, 32 * 1024),
            memory,
            new Exchange(),
            new WaitClock(ClientTimes.DEFAULT, System::nanoTime));
    assertThatThrownBy(
            () -> {
              while (true) {
                requests.get();
              }
            })
        .satisfies(
            e -> {
              if (e instanceof FramingException refused) {
                throw refused;
              }
            })
        .isInstanceOf(CloseConnectionException.class);
  }
}
