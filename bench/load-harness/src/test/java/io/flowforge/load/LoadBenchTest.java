package io.flowforge.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.flowforge.generator.LoadOrder;
import io.flowforge.generator.LoadOrder.Call;
import io.flowforge.generator.LoadReport;
import io.flowforge.load.fairness.FairnessMeasurement;
import io.flowforge.load.floor.Pgbench;
import io.flowforge.load.growth.GrowthMeasurement;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.runs.RunsMeasurement;
import io.flowforge.load.stack.GeneratorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of bench/load, whose figures mean nothing; docs/performance.md has the long one.
 */
@Tag("faults")
class LoadBenchTest {

  private final AtomicInteger calls = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server = server();

  private HttpServer server() {
    try {
      var created =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 500);
      created.setExecutor(threads);
      created.start();
      return created;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void runsAreMeasuredBesideTheirFloor() throws Exception {
    assumeTrue(Pgbench.isInstalled(), "pgbench is not installed, so nothing is measured beside it");
    BenchPlan plan = BenchPlan.quick(Path.of("target", "load", "test").toAbsolutePath());

    String section = new RunsMeasurement().measure(plan, System.out).text();

    List<String> cells =
        List.of(section.lines().reduce((_, last) -> last).orElseThrow().split("\\|", -1));
    assertThat(cells).as(section).hasSize(18);
    assertThat(cells.subList(3, 17)).allSatisfy(cell -> assertThat(cell).containsPattern("[1-9]"));
  }

  @Test
  void organizationsAreMeasuredBesideEachOther() throws Exception {
    BenchPlan plan = BenchPlan.quick(Path.of("target", "load", "fair").toAbsolutePath());

    String section = new FairnessMeasurement().measure(plan, System.out).text();

    assertThat(section)
        .contains("| has 8 calls that hang |", "| has queued 50 requests |")
        .contains("have queued 50 requests each get");
  }

  @Test
  void growthIsMeasured() throws Exception {
    BenchPlan plan = BenchPlan.quick(Path.of("target", "load", "growth").toAbsolutePath());

    String section = new GrowthMeasurement().measure(plan, System.out).text();

    // What a step logs at once is one row, so that a step has one or two.
    assertThat(section)
        .containsPattern("\\| claim of 8 entries[^|]*( \\| [0-9.]+){3} \\|")
        .contains("| request_transition | 4.00 |")
        .containsPattern("\\| step_log \\| [234]\\.")
        .containsPattern("\\| 8,000 \\| [0-9.]+ \\| [0-9.]+ \\| [0-9]{2,3} \\|");
  }

  @Test
  void aServerThatFailsIsNotMeasured(@TempDir Path temporary) {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(calls.incrementAndGet() % 10 == 0 ? 500 : 200, -1);
          exchange.close();
        });

    try (var generator = new GeneratorProcess(temporary.resolve("generator.log"))) {
      assertThatThrownBy(() -> generator.run(order(0, 1000)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("calls were answered with 500");
    }
  }

  @Test
  void aServerThatIsNotThereIsNotMeasured(@TempDir Path temporary) {
    server.stop(0);

    try (var generator = new GeneratorProcess(temporary.resolve("generator.log"))) {
      assertThatThrownBy(() -> generator.run(order(100, 500)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** One connection, so that a stall of a second delays twenty calls, of which one is in flight. */
  @Test
  void aStallCountsForAllCallsThatWereDueMeanwhile(@TempDir Path temporary) {
    var stalled = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          if (calls.incrementAndGet() == 1) {
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(stalled::countDown);
            awaitUninterrupted(stalled);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });

    try (var generator = new GeneratorProcess(temporary.resolve("generator.log"))) {
      LoadReport report = generator.tryOut(order(20, 3000));

      assertThat(report.p90Millis()).isGreaterThan(500);
    }
  }

  private LoadOrder order(double rate, long millis) {
    return new LoadOrder(
        List.of(server.getAddress().getPort()),
        "GET",
        List.of(new Call("/any", "", "")),
        false,
        rate,
        rate == 20 ? 1 : 16,
        0,
        millis);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
