package io.flowforge.cli.faults;

import java.time.Duration;

/** Something that breaks, and is whole again when {@link #strike} returns. */
sealed interface Fault {

  /** What it is, for the report. */
  String kind();

  /**
   * Breaks it and mends it.
   *
   * @return how many things were hit; what counts as one is told beside each fault
   */
  int strike(Cluster cluster);

  /** That server, once it has work in its hands; it is waited for, but not for long. */
  private static ServerProcess withWork(Cluster cluster, int server) {
    ServerProcess process = cluster.servers().get(server);
    Time.until(Duration.ofSeconds(10), () -> cluster.tables().inTheHandsOf(process.pid()) > 0);
    return process;
  }

  /** {@code kill -9} of a server, which is started again. Hits: the requests in its hands. */
  record KillServer(int server, Duration away) implements Fault {

    @Override
    public String kind() {
      return "kill -9 of a server";
    }

    @Override
    public int strike(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      long pid = victim.pid();
      victim.kill();
      // What it held stays marked as held until others notice, which takes them seconds.
      int hits = cluster.tables().inTheHandsOf(pid);
      Time.pass(away);
      victim.start();
      return hits;
    }
  }

  /**
   * A server is stopped until it counts as dead, and goes on: either long after, or just when
   * another has taken its work over and both are at it. Hits: the requests that it lost.
   */
  record FreezeServer(int server, Duration atMost, boolean untilTakeOver) implements Fault {

    @Override
    public String kind() {
      return "freeze of a server";
    }

    @Override
    public int strike(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      Tables tables = cluster.tables();
      try (Freeze _ = victim.freeze()) {
        String held = tables.entriesOf(victim.pid());
        Time.until(atMost, () -> untilTakeOver && tables.takenOver(victim.pid(), held) > 0);
        return tables.takenOver(victim.pid(), held);
      }
    }
  }

  /** All processes of PostgreSQL are killed and started again. Hits: the requests that ran. */
  record KillPostgres(Duration away) implements Fault {

    @Override
    public String kind() {
      return "kill -9 of PostgreSQL";
    }

    @Override
    public int strike(Cluster cluster) {
      int hits = cluster.tables().running();
      cluster.postgres().kill();
      Time.pass(away);
      cluster.postgres().restart();
      return hits;
    }
  }

  /**
   * A server is killed, and while others are about to take over, PostgreSQL is. Hits: the requests
   * in the server's hands that were not taken over yet.
   */
  record KillPostgresInRecovery(int server, Duration between, Duration away) implements Fault {

    @Override
    public String kind() {
      return "kill -9 of PostgreSQL during recovery";
    }

    @Override
    public int strike(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      long pid = victim.pid();
      victim.kill();
      Time.pass(between);
      int hits = cluster.tables().inTheHandsOf(pid);
      cluster.postgres().kill();
      Time.pass(away);
      cluster.postgres().restart();
      victim.start();
      return hits;
    }
  }

  /** All connections to PostgreSQL break. Hits: the connections, if any request ran. */
  record DropConnections() implements Fault {

    @Override
    public String kind() {
      return "loss of all connections";
    }

    @Override
    public int strike(Cluster cluster) {
      boolean isAtWork = cluster.tables().running() > 0;
      int dropped = cluster.tables().dropConnections();
      return isAtWork ? dropped : 0;
    }
  }

  /**
   * The document store is killed and started again. Hits: the statuses it missed, and the requests
   * that could not be taken up without it.
   */
  record KillDocuments(Duration away) implements Fault {

    @Override
    public String kind() {
      return "outage of the document store";
    }

    @Override
    public int strike(Cluster cluster) {
      cluster.documents().kill();
      Time.pass(away);
      int hits = cluster.tables().unprojected() + cluster.tables().waiting();
      cluster.documents().start();
      return hits;
    }
  }

  /**
   * A server comes back with a clock that is off by minutes, works like that, is killed, and comes
   * back with the right time. Hits: the requests in its hands when it was killed.
   */
  record SkewClock(int server, Duration shift, Duration atWork) implements Fault {

    @Override
    public String kind() {
      return "clock off by minutes";
    }

    @Override
    public int strike(Cluster cluster) {
      ServerProcess victim = cluster.servers().get(server);
      victim.stop();
      victim.start(shift);
      long pid = victim.pid();
      Time.pass(atWork);
      withWork(cluster, server).kill();
      int hits = cluster.tables().inTheHandsOf(pid);
      victim.start();
      return hits;
    }
  }

  /** A server is told to stop, and started again. Hits: the requests in its hands. */
  record RestartServer(int server) implements Fault {

    @Override
    public String kind() {
      return "graceful restart";
    }

    @Override
    public int strike(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      int hits = cluster.tables().inTheHandsOf(victim.pid());
      victim.stop();
      victim.start();
      return hits;
    }
  }
}
