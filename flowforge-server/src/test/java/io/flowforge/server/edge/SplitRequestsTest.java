package io.flowforge.server.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.WaitClock;
import io.flowforge.server.edge.request.FramingException;
import io.flowforge.server.edge.request.HeadLimits;
import io.flowforge.server.edge.request.Input;
import io.flowforge.server.edge.request.LineMemory;
import io.helidon.webserver.CloseConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks may split a request anywhere; the edge must always read it in the same way. */
class SplitRequestsTest {

  private static final HeadLimits LIMITS = new HeadLimits(8 * 1024, 32 * 1024);

  @ParameterizedTest
  @MethodSource("io.flowforge.server.edge.LegalRequest#all")
  void aRequestReadsTheSameHoweverItIsSplit(LegalRequest each) {
    byte[] twice = (each.bytes() + each.bytes()).getBytes(ISO_8859_1);
    String whole = read(twice, twice.length, twice.length);
    assertThat(whole).contains(" HTTP/1.1\r\n");

    // Most boundaries of a long request lie within one long value: one in 50 is as good as all.
    int step = twice.length > 5000 ? 50 : 1;
    for (int at = 1; at < twice.length; at += step) {
      assertThat(read(twice, at, twice.length)).as("split at %d", at).isEqualTo(whole);
    }
    assertThat(read(twice, 1, 1)).as("byte by byte").isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("io.flowforge.server.edge.FramingCase#refused")
  void aRefusalDoesNotDependOnSplitsEither(FramingCase each) {
    byte[] bytes = each.bytes().getBytes(ISO_8859_1);
    for (int size : List.of(1, 7)) {
      assertThat(statusOf(bytes, size)).as("in pieces of %d", size).isEqualTo(each.status());
    }
  }

  private static int statusOf(byte[] bytes, int pieceSize) {
    try {
      read(bytes, pieceSize, pieceSize);
      return 0;
    } catch (FramingException e) {
      return e.status().code();
    }
  }

  /**
   * Returns the bytes that Helidon would read from a client that sends in pieces. The sizes of
   * chunks depend on the pieces, so only their content is returned.
   */
  private static String read(byte[] bytes, int firstPiece, int otherPieces) {
    var exchange = new Exchange();
    int[] position = {0};
    var requests =
        new RequestBytes(
            new Input(
                block -> {
                  int piece = position[0] == 0 ? firstPiece : otherPieces;
                  int count = Math.min(piece, Math.min(block.length, bytes.length - position[0]));
                  System.arraycopy(bytes, position[0], block, 0, count);
                  position[0] += count;
                  return count == 0 ? -1 : count;
                }),
            LIMITS,
            new LineMemory(new AtomicLong(Long.MAX_VALUE)),
            exchange,
            new WaitClock(ClientTimes.DEFAULT, System::nanoTime));
    var seen = new StringBuilder();
    boolean isChunked = false;
    try {
      while (true) {
        boolean isHead = exchange.unreadBody() == null;
        String piece = new String(requests.get(), ISO_8859_1);
        if (isHead) {
          isChunked = piece.contains("\r\nTransfer-Encoding: chunked\r\n");
          seen.append(piece);
        } else if (isChunked) {
          seen.append(content(piece));
        } else {
          seen.append(piece);
        }
      }
    } catch (CloseConnectionException e) {
      return seen.toString();
    }
  }

  private static String content(String chunk) {
    int begin = chunk.indexOf("\r\n") + 2;
    int size = Integer.parseInt(chunk.substring(0, begin - 2), 16);
    assertThat(chunk).hasSize(begin + size + 2).endsWith("\r\n");
    return size == 0 ? "(end)" : chunk.substring(begin, begin + size);
  }
}
