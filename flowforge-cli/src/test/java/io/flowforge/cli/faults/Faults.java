package io.flowforge.cli.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The harness by hand: {@code bench/faults}. */
final class Faults {

  private static final Duration MAX_RECOVERY = Duration.ofSeconds(15);

  private Faults() {}

  /**
   * Takes {@code run} or {@code recovery}, and options as {@code --name value}. Ends with 0 when
   * nothing was found.
   */
  public static void main(String[] arguments) throws Exception {
    var options = new Options(List.of(arguments));
    long seed = options.number("--seed", System.currentTimeMillis());
    Path logs = Path.of("target", "faults", Long.toString(seed)).toAbsolutePath();
    boolean isGood =
        switch (arguments.length == 0 ? "" : arguments[0]) {
          case "run" -> new FaultRun(plan(seed, options, logs), System.out).run().isGood();
          case "recovery" -> recovers(seed, (int) options.number("--kills", 20), logs);
          default -> throw new IllegalArgumentException("say run or recovery");
        };
    System.exit(isGood ? 0 : 1);
  }

  private static FaultRun.Plan plan(long seed, Options options, Path logs) {
    return new FaultRun.Plan(
        seed,
        (int) options.number("--servers", 3),
        (int) options.number("--requests", 5_000),
        (int) options.number("--faults", 60),
        options.text("--only", ""),
        options.number("--per-second", 8),
        Duration.ofMinutes(options.number("--minutes", 90)),
        logs);
  }

  private static boolean recovers(long seed, int kills, Path logs) throws Exception {
    return new RecoveryRun(seed, kills, logs, System.out)
        .run().stream().allMatch(recovery -> recovery.untilCommitted().compareTo(MAX_RECOVERY) < 0);
  }

  /** What stands behind names. */
  private record Options(List<String> arguments) {

    long number(String name, long whenAbsent) {
      return Long.parseLong(text(name, Long.toString(whenAbsent)));
    }

    String text(String name, String whenAbsent) {
      int at = arguments.indexOf(name);
      return at < 0 ? whenAbsent : arguments.get(at + 1);
    }
  }
}
