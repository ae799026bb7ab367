package io.flowforge.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.flowforge.json.Json;
import io.flowforge.server.json.JsonLimits;
import io.flowforge.server.json.JsonScan;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The estimate of a call, compared with what reading its body allocates, which is more than what
 * the body holds afterwards.
 */
class CallCostTest {

  private static final int MEGABYTE = 1024 * 1024;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ObjectMapper mapper = mapper();
  private Object kept = "";

  private static ObjectMapper mapper() {
    ObjectMapper mapper = Json.mapper();
    mapper.getFactory().setStreamReadConstraints(JsonLimits.constraints());
    return mapper;
  }

  static Stream<Arguments> worst() {
    int tokens = JsonLimits.MAX_TOKENS - 2;
    return Stream.of(
        Arguments.of("empty objects", array("{}", tokens / 2)),
        Arguments.of("empty arrays", array("[]", tokens / 2)),
        Arguments.of("arrays in arrays", array("[".repeat(79) + "]".repeat(79), tokens / 158)),
        Arguments.of("objects in objects", array(nested(78), tokens / (78 * 3 + 1))),
        Arguments.of("small numbers", array("1234", tokens)),
        Arguments.of("decimal numbers", array("0.1", tokens)),
        Arguments.of("long numbers", array("9".repeat(1_000), MEGABYTE / 1_001 - 1)),
        Arguments.of("short strings", array("\"a\"", tokens)),
        Arguments.of("many names", names(tokens / 2)),
        Arguments.of("a long string", "[\"" + "a".repeat(MEGABYTE - 4) + "\"]"),
        Arguments.of(
            "a long string with one wide character", "[\"€" + "a".repeat(MEGABYTE - 8) + "\"]"),
        Arguments.of("escapes", "[\"" + "\\u20ac".repeat(MEGABYTE / 6 - 1) + "\"]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("worst")
  void isAtLeastWhatReadingAllocates(String name, String json) throws Exception {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    JsonScan scan = JsonScan.of(mapper.getFactory(), body);
    assertThat(scan.problem()).isNull();
    kept = mapper.readValue(body, JsonNode.class);

    long before = threads.getCurrentThreadAllocatedBytes();
    kept = mapper.readValue(body, JsonNode.class);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated)
        .as("%s: %d bytes, %d tokens, allocated %d", name, body.length, scan.tokens(), allocated)
        .isLessThan(CallCost.of(body.length, scan) - CallCost.BASE_BYTES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("worst")
  void scanningNeedsLessThanReading(String name, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    JsonScan first = JsonScan.of(mapper.getFactory(), body);

    long before = threads.getCurrentThreadAllocatedBytes();
    JsonScan second = JsonScan.of(mapper.getFactory(), body);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(second).isEqualTo(first);
    assertThat(allocated)
        .as("%s: %d bytes, allocated %d", name, body.length, allocated)
        .isLessThan(CallCost.of(body.length, second) / 2);
  }

  @AfterEach
  void keepUntilMeasured() {
    assertThat(kept).isNotNull();
  }

  private static String array(String part, int count) {
    return "[" + (part + ",").repeat(count - 1) + part + "]";
  }

  private static String nested(int depth) {
    return "{\"\":".repeat(depth - 1) + "{\"\":1}" + "}".repeat(depth - 1);
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":1")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
