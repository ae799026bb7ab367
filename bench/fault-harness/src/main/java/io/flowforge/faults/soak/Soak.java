package io.flowforge.faults.soak;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** The command {@code bench/soak}. */
final class Soak {

  private static final int SHOWN_PROBLEMS = 20;

  private Soak() {}

  /**
   * Runs the soak. Exits with 0 if everything held, and otherwise with 1.
   *
   * @param arguments {@code --minutes 10} and {@code --clients 20}
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    Path directory =
        Path.of("target", "soak", Long.toString(System.currentTimeMillis())).toAbsolutePath();
    var plan =
        new SoakPlan(
            Duration.ofSeconds((long) (60 * number(all, "--minutes", 10))),
            (int) number(all, "--clients", 20),
            directory);
    SoakOutcome outcome = new SoakRun(plan, System.out).run();
    print(outcome, System.out);
    System.exit(outcome.isGood() ? 0 : 1);
  }

  private static double number(List<String> arguments, String name, double defaultValue) {
    int at = arguments.indexOf(name);
    return at < 0 ? defaultValue : Double.parseDouble(arguments.get(at + 1));
  }

  private static void print(SoakOutcome outcome, PrintStream out) {
    out.printf("%nAttacks that ended:%n");
    outcome.rounds().forEach((name, rounds) -> out.printf("  %-40s %d%n", name, rounds));
    out.printf("%nCalls of the well-behaved clients: %d; p99:%n", outcome.calls().count());
    outcome
        .calls()
        .quantileByName(0.99)
        .forEach((name, took) -> out.printf("  %-40s %d ms%n", name, took.toMillis()));
    out.printf(
        "Probes: %d, p99 %d ms%n",
        outcome.probes().count(), outcome.probes().quantile(0.99).toMillis());
    out.printf("Heap after collections (MiB): %s%n%n", outcome.heap().measurements());
    var verdicts = new TreeMap<>(outcome.certainties());
    verdicts.putAll(outcome.measurements());
    verdicts.forEach((name, holds) -> out.printf("%-4s %s%n", holds ? "ok" : "FAIL", name));
    for (List<String> problems :
        List.of(
            outcome.calls().errors(),
            outcome.probes().errors(),
            outcome.slowProbes(),
            outcome.reactions())) {
      problems.stream().limit(SHOWN_PROBLEMS).forEach(problem -> out.println("  " + problem));
    }
    out.println(outcome.isGood() ? "The soak found nothing." : "THE SOAK FAILED.");
  }
}
