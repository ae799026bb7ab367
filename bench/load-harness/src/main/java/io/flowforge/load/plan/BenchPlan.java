package io.flowforge.load.plan;

import io.flowforge.load.stack.Product;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long everything takes.
 *
 * @param rounds how often each figure is measured, in turn with the others
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
        Duration.ofMillis(500),
        Duration.ofMillis(1500),
        2,
        List.of(1, 2, 10),
        4000,
        Product.current(),
        directory);
  }

  /** Returns a plan that shows whether everything works; its figures mean nothing. */
  public static BenchPlan quick(Path directory) {
    return new BenchPlan(
        1, Duration.ZERO, Duration.ofSeconds(1), 1, List.of(2), 40, Product.current(), directory);
  }

  /** Returns whether the figures mean nothing. */
  public boolean isQuick() {
    return warmUp.isZero();
  }

  /** Returns the same plan for another build. */
  public BenchPlan of(Product other) {
    return new BenchPlan(rounds, warmUp, time, servers, lengths, requests, other, directory);
  }

  /** Returns a plan with as many rounds. */
  public BenchPlan withRounds(int other) {
    return new BenchPlan(other, warmUp, time, servers, lengths, requests, product, directory);
  }
}
