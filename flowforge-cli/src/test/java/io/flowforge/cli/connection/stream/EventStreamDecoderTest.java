package io.flowforge.cli.connection.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.connection.stream.EventStreamException.Remedy;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of event streams, with the examples of the HTML standard. */
class EventStreamDecoderTest {

  private static final int MAX_BYTES = 1000;

  @Test
  void readsTheExamplesOfTheStandard() throws EventStreamException {
    assertThat(events("data: YHOO\ndata: +2\ndata: 10\n\n"))
        .containsExactly(message("YHOO\n+2\n10"));
    assertThat(
            events(
                """
                : test stream

                data: first event
                id: 1

                data:second event
                id

                data:  third event

                """))
        .containsExactly(
            new ReceivedEvent("message", "first event", "1"),
            message("second event"),
            message(" third event"));
    assertThat(events("data\n\ndata\ndata\n\ndata:")).containsExactly(message(""), message("\n"));
    assertThat(events("data:test\n\ndata: test\n\n"))
        .containsExactly(message("test"), message("test"));
    assertThat(events("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n"))
        .containsExactly(
            new ReceivedEvent("add", "73857293", ""), new ReceivedEvent("remove", "2153", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void linesEndInThreeWays(String end) throws EventStreamException {
    assertThat(events("event: a;data: x;data: y;id: 7;;:c;data: z;;".replace(";", end)))
        .containsExactly(
            new ReceivedEvent("a", "x\ny", "7"), new ReceivedEvent("message", "z", "7"));
  }

  @Test
  void endsOfLinesMayBeMixed() throws EventStreamException {
    assertThat(events("data: a\r\rdata: b\r\n\ndata: c\n\r\ndata: d\r\n\r\n"))
        .containsExactly(message("a"), message("b"), message("c"), message("d"));
  }

  @Test
  void onlyTheFirstByteOrderMarkIsSkipped() throws EventStreamException {
    assertThat(events("\uFEFFdata: a\n\n\uFEFFdata: b\n\ndata: \uFEFF\n\n"))
        .containsExactly(message("a"), message("\uFEFF"));
    assertThat(events("\uFEFF\uFEFFdata: a\n\n")).isEmpty();
  }

  @Test
  void anIdWithNulIsIgnored() throws EventStreamException {
    assertThat(events("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid\ndata: c\n\n"))
        .extracting(ReceivedEvent::id)
        .containsExactly("1", "1", "");
  }

  @Test
  void anEventWithoutDataOnlySetsTheId() throws EventStreamException {
    assertThat(events("event: a\nid: 5\n\ndata: b\n\n"))
        .containsExactly(new ReceivedEvent("message", "b", "5"));
  }

  @Test
  void whatIsNotUtf8IsReplaced() throws EventStreamException {
    byte[] bytes = {'d', 'a', 't', 'a', ':', (byte) 0xC3, '\n', '\n'};
    assertThat(new EventStreamDecoder(MAX_BYTES).decode(bytes, bytes.length))
        .containsExactly(message("\uFFFD"));
  }

  @Test
  void unknownFieldsAreIgnored() throws EventStreamException {
    assertThat(events("Data: a\ndata : b\nother\n:data: c\ndata: d\n\n"))
        .containsExactly(message("d"));
  }

  @ParameterizedTest
  @CsvSource({
    "retry: 2000, 2000", "retry:0, 0", "retry: 123456789012, 2147483647", "retry: 2s, -1",
    "retry, -1", "retry: -1, -1", "retry:  5, -1", "retry: \u0665, -1"
  })
  void readsHowLongToWait(String line, long millis) throws EventStreamException {
    var decoder = new EventStreamDecoder(MAX_BYTES);
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    assertThat(decoder.decode(bytes, bytes.length)).isEmpty();
    assertThat(decoder.retryMillis())
        .isEqualTo(millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis));
  }

  @Test
  void itDoesNotMatterHowTheBytesAreCut() throws EventStreamException {
    String stream =
        "\uFEFF: hello\r\n\r\nretry: 10\r\nid: 1\r\nevent: ä\r\ndata: €\r\ndata: 𝄞\r\n\r\n"
            + "data: x\r\rid: 2\n:\ndata\n\ndata: cut off";
    byte[] bytes = stream.getBytes(UTF_8);
    List<ReceivedEvent> whole = events(stream);
    assertThat(whole).hasSize(3);
    for (int cut = 0; cut <= bytes.length; cut++) {
      var decoder = new EventStreamDecoder(MAX_BYTES);
      List<ReceivedEvent> events = new ArrayList<>(decoder.decode(bytes, cut));
      byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
      events.addAll(decoder.decode(rest, rest.length));
      assertThat(events).as("cut after %d bytes", cut).isEqualTo(whole);
    }
    var byByte = new EventStreamDecoder(MAX_BYTES);
    List<ReceivedEvent> events = new ArrayList<>();
    for (byte one : bytes) {
      events.addAll(byByte.decode(new byte[] {one}, 1));
    }
    assertThat(events).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: x\n", "x\n", "id: x\n", "data", "retry: 1\r"})
  void anEventHasAMaximumSize(String part) {
    assertThatThrownBy(() -> events(part + "y".repeat(MAX_BYTES)))
        .isInstanceOfSatisfying(
            EventStreamException.class, e -> assertThat(e.remedy()).isEqualTo(Remedy.GIVE_UP))
        .hasMessageContaining("1000 bytes");
    assertThatThrownBy(() -> events(part.repeat(MAX_BYTES + 1)))
        .isInstanceOf(EventStreamException.class);
  }

  @Test
  void aStreamHasNoMaximumSize() throws EventStreamException {
    assertThat(events("data: 0123456789\n\n".repeat(MAX_BYTES))).hasSize(MAX_BYTES);
    assertThat(events(": keep-alive\n".repeat(MAX_BYTES) + "data: a\n\n"))
        .containsExactly(message("a"));
  }

  @Test
  void anyBytesAreRead() throws EventStreamException {
    var random = new Random(1);
    byte[] alphabet = "data:idevnt retry01\r\n\r\n\0\uFEFFé".getBytes(UTF_8);
    for (int round = 0; round < 2_000; round++) {
      var bytes = new ByteArrayOutputStream();
      int length = random.nextInt(200);
      for (int i = 0; i < length; i++) {
        bytes.write(alphabet[random.nextInt(alphabet.length)]);
      }
      var decoder = new EventStreamDecoder(MAX_BYTES);
      var other = new EventStreamDecoder(MAX_BYTES);
      List<ReceivedEvent> byByte = new ArrayList<>();
      for (byte one : bytes.toByteArray()) {
        byByte.addAll(other.decode(new byte[] {one}, 1));
      }
      assertThat(decoder.decode(bytes.toByteArray(), bytes.size())).isEqualTo(byByte);
      assertThat(decoder.retryMillis()).isEqualTo(other.retryMillis());
    }
  }

  private static ReceivedEvent message(String data) {
    return new ReceivedEvent("message", data, "");
  }

  private static List<ReceivedEvent> events(String stream) throws EventStreamException {
    byte[] bytes = stream.getBytes(UTF_8);
    return new EventStreamDecoder(MAX_BYTES).decode(bytes, bytes.length);
  }
}
