package io.flowforge.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.ApiDocument;
import io.flowforge.server.testing.ApiOperation;
import io.flowforge.server.testing.KeptConnection;
import io.flowforge.server.testing.RawConnection.Answer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.instancio.Instancio;
import org.instancio.Select;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests made of openapi.yaml, by several callers, on real stores: whatever comes,
 * the answer is one of those that the document has for it, and never a failure.
 *
 * <p>{@code -Dfuzz.seed=N} makes the requests of an earlier run again, {@code -Dfuzz.cases=N} more
 * of them.
 */
class FuzzTest {

  private static final Logger LOG = System.getLogger(FuzzTest.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int CASES = Integer.getInteger("fuzz.cases", 5050);
  private static final int MORE_CASES = 2000;
  private static final int CASES_OF_A_WORLD = 60;

  /** The number of a world is at most this much larger than that of its last case. */
  private static final int WORLDS_APART = 3;

  private static final int SHOWN_PROBLEMS = 20;
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  /** Of the whole process, which includes what a call causes in workers, and other threads. */
  private static final Duration MAX_CPU = Duration.ofSeconds(5);

  private final Map<String, Map<Integer, Integer>> tally = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  @Test
  void everyAnswerIsOneThatTheDocumentHas() throws IOException {
    long seed = Long.getLong("fuzz.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
    LOG.log(Level.INFO, "event=fuzzing seed={0,number,#} cases={1,number,#}", seed, CASES);
    List<ApiOperation> operations = new ArrayList<>(ApiOperation.all());
    // Most of what can go wrong is in bodies.
    for (int i = 0; i < 2; i++) {
      ApiOperation.all().stream().filter(ApiOperation::takesABody).forEach(operations::add);
    }
    try (var server =
            new AcmeServer(Map.of("ALLOW_PRIVATE_TARGETS", "true", "PUBLIC_URL", FuzzWorld.BASE));
        var connection = new KeptConnection(server.nobody().port())) {
      fuzz(
          server,
          connection,
          seed,
          0,
          CASES,
          i -> operations.get(i % operations.size()),
          () -> false);
      // Chance may have refused all requests of an operation that takes few.
      int from = CASES;
      for (ApiOperation operation : ApiOperation.all()) {
        if (!isTaken(operation)) {
          from += WORLDS_APART;
          fuzz(
              server,
              connection,
              seed,
              from,
              from + MORE_CASES,
              _ -> operation,
              () -> isTaken(operation));
          from += MORE_CASES;
        }
      }
    }
    tally.forEach(
        (operation, statuses) -> LOG.log(Level.INFO, "event=fuzzed {0} {1}", operation, statuses));
    assertThat(problems).as("seed %d", seed).isEmpty();
    assertThat(operations)
        .as("operations that took no request at all, seed %d", seed)
        .filteredOn(operation -> !isTaken(operation))
        .isEmpty();
    long cases = tally.keySet().stream().mapToLong(name -> count(name, 0, 999)).sum();
    long taken = tally.keySet().stream().mapToLong(name -> count(name, 200, 299)).sum();
    assertThat(cases).isGreaterThanOrEqualTo(5000);
    assertThat(taken).as("got past validation").isGreaterThan(cases / 5);
  }

  /** Judges the cases with these numbers, in worlds of their own, or fewer if they are enough. */
  private void fuzz(
      AcmeServer server,
      KeptConnection connection,
      long seed,
      int from,
      int to,
      IntFunction<ApiOperation> operationOf,
      BooleanSupplier isEnough) {
    var world = new FuzzWorld(server, from);
    var next = prepared(server, from + 1);
    int worldSince = from;
    for (int i = from;
        i < to && problems.size() < SHOWN_PROBLEMS && !isEnough.getAsBoolean();
        i++) {
      if (i == worldSince + CASES_OF_A_WORLD) {
        world.close();
        world = next.join();
        next = prepared(server, i + 2);
        worldSince = i;
      }
      ApiOperation operation = operationOf.apply(i);
      FuzzCase one =
          Instancio.of(FuzzCase.class)
              .supply(Select.root(), new FuzzCases(operation, world))
              .withSeed(seed + i)
              .create();
      boolean isTaken = judge(one, i, connection);
      if (isTaken && operation.method().equals("DELETE") && world.isGone()) {
        // What it took away would turn all that follows into refusals.
        worldSince = i - CASES_OF_A_WORLD + 1;
      }
    }
    next.join().close();
  }

  private boolean isTaken(ApiOperation operation) {
    return count(operation.toString(), 200, 299) > 0;
  }

  /** Made while another one is in use, which saves a third of the time. */
  private static CompletableFuture<FuzzWorld> prepared(AcmeServer server, int number) {
    return CompletableFuture.supplyAsync(() -> new FuzzWorld(server, number));
  }

  /** Returns whether the request was accepted. */
  private boolean judge(FuzzCase one, int number, KeptConnection connection) {
    try {
      long cpuBefore = MACHINE.getProcessCpuTime();
      Answer answer = connection.exchange(one.head(), one.body());
      var cpu = Duration.ofNanos(MACHINE.getProcessCpuTime() - cpuBefore);
      tally
          .computeIfAbsent(one.operation().toString(), _ -> new TreeMap<>())
          .merge(answer.status(), 1, Integer::sum);
      assertThat(answer.status()).as(answer.body()).isLessThan(500);
      assertThat(answer.header("Access-Control-Allow-Origin")).isNotEmpty();
      assertThat(cpu).as("computing").isLessThan(MAX_CPU);
      if (answer.status() >= 400) {
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8).length)
            .as("bytes of an error response")
            .isLessThanOrEqualTo(MAX_ERROR_BYTES);
      }
      if (one.isItsPath()) {
        ApiDocument.requireDescribed(
            one.operation().method(),
            "/api" + one.operation().path(),
            answer.status(),
            answer.header("Content-Type"),
            answer.body());
      } else {
        requireRefused(answer);
      }
      return answer.status() < 300;
    } catch (IOException | AssertionError e) {
      problems.add("case %d: %s%n%s%n".formatted(number, one, e));
      return false;
    }
  }

  /** The document has no operation for it. */
  private static void requireRefused(Answer answer) throws JsonProcessingException {
    JsonNode error = JSON.readTree(answer.body());
    assertThat(answer.status()).isBetween(400, 499);
    assertThat(error.path("code").asInt()).isEqualTo(answer.status());
    assertThat(error.path("message").asText()).isNotEmpty();
  }

  private long count(String operation, int from, int to) {
    return tally.getOrDefault(operation, Map.of()).entrySet().stream()
        .filter(status -> status.getKey() >= from && status.getKey() <= to)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
