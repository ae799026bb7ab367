package io.flowforge.faults;

import io.flowforge.faults.FaultRunPlan.FaultGoal;
import io.flowforge.faults.FaultRunPlan.LoadGoal;
import io.flowforge.faults.cluster.Program;
import io.flowforge.faults.fault.Upgrades;
import io.flowforge.faults.invariant.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The command {@code bench/faults}. */
final class Faults {

  private static final Duration MAX_RECOVERY = Duration.ofSeconds(15);

  private Faults() {}

  /**
   * Runs the harness. Exits with 0 if it found nothing.
   *
   * @param arguments the kind of run, as in {@code bench/faults}, then options in the form {@code
   *     --name value}
   */
  public static void main(String[] arguments) throws Exception {
    var options = new Options(List.of(arguments));
    long seed = options.number("--seed", System.currentTimeMillis());
    Path directory = Path.of("target", "faults", Long.toString(seed)).toAbsolutePath();
    boolean isGood =
        switch (arguments.length == 0 ? "" : arguments[0]) {
          case "run" -> new FaultRun(plan(seed, options, directory), System.out).run().isGood();
          case "deletion" ->
              new DeletionRun(
                      seed, (int) options.number("--requests", 2_000), directory, System.out)
                  .run().stream().allMatch(Verdict::holds);
          case "backup" ->
              new BackupRun(
                      seed,
                      (int) options.number("--requests", 200),
                      Path.of(options.text("--script", "")),
                      directory,
                      System.out)
                  .run().stream().map(Faults::print).reduce(true, Boolean::logicalAnd);
          case "upgrade" -> upgrades(seed, options, directory);
          case "recovery" -> recovers(seed, (int) options.number("--kills", 20), directory);
          default ->
              throw new IllegalArgumentException(
                  "the first argument must be run, upgrade, backup, recovery or deletion");
        };
    System.exit(isGood ? 0 : 1);
  }

  /** Prints the violations, and returns whether there are none. */
  private static boolean print(Verdict verdict) {
    System.out.printf("%-62s %10d%n", verdict.invariant().name(), verdict.violations().size());
    verdict.violations().stream().limit(10).forEach(System.out::println);
    return verdict.holds();
  }

  private static FaultRunPlan plan(long seed, Options options, Path directory) {
    return new FaultRunPlan(
        seed,
        (int) options.number("--servers", 3),
        new LoadGoal(
            (int) options.number("--requests", 5_000),
            options.number("--per-second", 8),
            (int) options.number("--hanging", 200),
            (int) options.number("--viewers", 20)),
        new FaultGoal((int) options.number("--faults", 60), options.text("--only", "")),
        Duration.ofMinutes(options.number("--minutes", 90)),
        directory);
  }

  /** Replaces servers of an old build by this one, and back. */
  private static boolean upgrades(long seed, Options options, Path directory) throws Exception {
    int servers = 2;
    Program old = Program.of(Files.readString(Path.of(options.text("--old-class-path", ""))));
    var plan =
        new FaultRunPlan(
            seed,
            servers,
            new LoadGoal(
                (int) options.number("--requests", 300),
                options.number("--per-second", 6),
                (int) options.number("--hanging", 0),
                (int) options.number("--viewers", 0)),
            new FaultGoal((int) options.number("--replacements", 4L * servers), ""),
            Duration.ofMinutes(options.number("--minutes", 10)),
            directory);
    var upgrades = new Upgrades(servers, old, Program.current());
    return new FaultRun(plan, old, upgrades, System.out).run().isGood();
  }

  private static boolean recovers(long seed, int kills, Path directory) throws Exception {
    return new RecoveryRun(seed, kills, directory, System.out)
        .run().stream().allMatch(recovery -> recovery.untilCommitted().compareTo(MAX_RECOVERY) < 0);
  }

  /** The options among the arguments. */
  private record Options(List<String> arguments) {

    long number(String name, long defaultValue) {
      return Long.parseLong(text(name, Long.toString(defaultValue)));
    }

    String text(String name, String defaultValue) {
      int at = arguments.indexOf(name);
      return at < 0 ? defaultValue : arguments.get(at + 1);
    }
  }
}
