package io.flowforge.cli.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * An endless row of faults that only the seed decides: every kind once, in an order of their own
 * and with numbers of their own, then every kind again.
 */
final class FaultPlan implements Iterator<Fault> {

  private static final int MAX_MINUTES_OFF = 12;

  private final Random random;
  private final int servers;
  private final String only;
  private Iterator<Fault> round = Collections.emptyIterator();

  /**
   * Makes the plan.
   *
   * @param only what the kinds have in their names, to look into some of them; empty for all
   */
  FaultPlan(long seed, int servers, String only) {
    this.random = new Random(seed);
    this.servers = servers;
    this.only = only;
    if (everyKind().stream().noneMatch(fault -> fault.kind().contains(only))) {
      throw new IllegalArgumentException("there is no fault with '" + only + "' in its name");
    }
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    while (!round.hasNext()) {
      round = everyKind().stream().filter(fault -> fault.kind().contains(only)).iterator();
    }
    return round.next();
  }

  /** How long to wait before the next fault. */
  Duration pause() {
    return millis(200, 2_000);
  }

  private List<Fault> everyKind() {
    List<Fault> all =
        new ArrayList<>(
            List.of(
                new Fault.KillServer(server(), millis(0, 5_000)),
                // The dead limit is 6 s, looked at every 1.5 s.
                new Fault.FreezeServer(server(), millis(8_000, 10_000), random.nextBoolean()),
                new Fault.KillPostgres(millis(0, 3_000)),
                new Fault.KillPostgresInRecovery(server(), millis(3_000, 7_000), millis(0, 2_000)),
                new Fault.DropConnections(),
                new Fault.KillDocuments(millis(1_000, 5_000)),
                new Fault.SkewClock(server(), shift(), millis(1_000, 4_000)),
                new Fault.RestartServer(server())));
    Collections.shuffle(all, random);
    return all;
  }

  private int server() {
    return random.nextInt(servers);
  }

  private Duration shift() {
    int minutes = random.nextInt(2, MAX_MINUTES_OFF + 1);
    return Duration.ofMinutes(random.nextBoolean() ? minutes : -minutes);
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most));
  }
}
