package io.flowforge.load.plan;

import io.flowforge.load.stack.Product;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long everything takes.
 *
 * @param rounds how often each figure is measured, in turn with the others
 * @param heating how long servers are under load before the first round: by then the compiler has
 *     little left to do, which takes a third of the processor time at first
 * @param warmUp how long calls are sent before they count
 * @param time how long calls are sent that count
 * @param servers how many servers run requests, at most
 * @param lengths the numbers of steps of the runs
 * @param requests how many requests there are before lists are read
 * @param product the build that is measured
 * @param directory holds the data and the logs
 */
public record BenchPlan(
    int rounds,
    Duration heating,
    Duration warmUp,
    Duration time,
    int servers,
    List<Integer> lengths,
    int requests,
    Product product,
    Path directory) {

  /** Returns the plan whose figures may be published. */
  public static BenchPlan full(Path directory) {
    return new BenchPlan(
        5,
        Duration.ofMinutes(3),
        Duration.ofMillis(500),
        Duration.ofSeconds(3),
        2,
        List.of(1, 2, 10),
        4000,
        Product.current(),
        directory);
  }

  /** Returns a plan that shows whether everything works; its figures mean nothing. */
  public static BenchPlan quick(Path directory) {
    return new BenchPlan(
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(1),
        1,
        List.of(2),
        40,
        Product.current(),
        directory);
  }

  /** Returns whether the figures mean nothing. */
  public boolean isQuick() {
    return warmUp.isZero();
  }

  /** Repeats what puts load on the servers until they are warm, and does it at least once. */
  public void heat(Runnable load) {
    long begin = System.nanoTime();
    do {
      load.run();
    } while (System.nanoTime() - begin < heating.toNanos());
  }

  /** Returns the same plan for another build. */
  public BenchPlan of(Product other) {
    return new BenchPlan(
        rounds, heating, warmUp, time, servers, lengths, requests, other, directory);
  }

  /** Returns a plan with as many rounds. */
  public BenchPlan withRounds(int other) {
    return new BenchPlan(
        other, heating, warmUp, time, servers, lengths, requests, product, directory);
  }
}
