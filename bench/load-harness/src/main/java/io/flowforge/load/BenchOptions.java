package io.flowforge.load;

import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.stack.Product;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of the command.
 *
 * @param only the names of the measurements to carry out; empty for all
 * @param results the file that is written
 */
record BenchOptions(BenchPlan plan, List<String> only, Path results) {

  static final String USAGE =
      "usage: bench/load [--quick] [--rounds N] [--only api,runs,idle,start,fairness,growth] [--results FILE] [--product FOLDER]";

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if one is unknown
   */
  static BenchOptions of(List<String> arguments) {
    Path directory =
        Path.of("target", "load", Long.toString(System.currentTimeMillis())).toAbsolutePath();
    BenchPlan plan =
        arguments.contains("--quick") ? BenchPlan.quick(directory) : BenchPlan.full(directory);
    List<String> only = new ArrayList<>();
    Path results = Path.of("..", "results.md");
    for (int at = 0; at < arguments.size(); at++) {
      switch (arguments.get(at)) {
        case "--quick" -> results = directory.resolve("results.md");
        case "--rounds" -> plan = plan.withRounds(Integer.parseInt(arguments.get(++at)));
        case "--product" -> plan = plan.of(Product.installedIn(Path.of(arguments.get(++at))));
        case "--only" -> only.addAll(Arrays.asList(arguments.get(++at).split(",", -1)));
        case "--results" -> results = Path.of(arguments.get(++at));
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    return new BenchOptions(plan, only, results.toAbsolutePath());
  }
}
