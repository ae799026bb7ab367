package io.flowforge.faults.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * An endless sequence of faults that depends only on the seed: every kind once, in random order and
 * with random parameters, then every kind again.
 */
public final class FaultPlan implements FaultSequence {

  private static final int MAX_SHIFT_MINUTES = 12;

  private final Random random;
  private final int servers;
  private final String only;
  private Iterator<Fault> round = Collections.emptyIterator();

  /**
   * @param only a part of the names of the kinds to inject; empty for all kinds
   */
  public FaultPlan(long seed, int servers, String only) {
    this.random = new Random(seed);
    this.servers = servers;
    this.only = only;
    if (everyKind().stream().noneMatch(fault -> fault.kind().contains(only))) {
      throw new IllegalArgumentException("no fault has '" + only + "' in its name");
    }
  }

  @Override
  public Fault next() {
    while (!round.hasNext()) {
      round = everyKind().stream().filter(fault -> fault.kind().contains(only)).iterator();
    }
    return round.next();
  }

  @Override
  public Duration pause() {
    return millis(200, 2_000);
  }

  private List<Fault> everyKind() {
    List<Fault> all =
        new ArrayList<>(
            List.of(
                new Fault.KillServer(server(), millis(0, 5_000)),
                // A server counts as dead after 6 s, which is checked every 1.5 s.
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
    int minutes = random.nextInt(2, MAX_SHIFT_MINUTES + 1);
    return Duration.ofMinutes(random.nextBoolean() ? minutes : -minutes);
  }

  private Duration millis(int min, int max) {
    return Duration.ofMillis(random.nextInt(min, max));
  }
}
