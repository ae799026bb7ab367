package io.flowforge.faults.fault;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Freeze;
import io.flowforge.faults.cluster.Program;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Tables;
import io.flowforge.faults.cluster.Wait;
import java.time.Duration;

/** A fault, which is repaired when {@link #inject} returns. */
public sealed interface Fault {

  /** Returns the name of this kind, for the report. */
  String kind();

  /**
   * Injects the fault and repairs it.
   *
   * @return how many things were hit; each fault defines what counts
   */
  int inject(Cluster cluster);

  /** Returns that server once it holds work, or after a short wait. */
  private static ServerProcess withWork(Cluster cluster, int server) {
    ServerProcess process = cluster.servers().get(server);
    Wait.until(Duration.ofSeconds(10), () -> cluster.tables().heldBy(process.pid()) > 0);
    return process;
  }

  /** {@code kill -9} of a server, which is restarted. Hits: the requests that it held. */
  record KillServer(int server, Duration outage) implements Fault {

    @Override
    public String kind() {
      return "kill -9 of a server";
    }

    @Override
    public int inject(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      long pid = victim.pid();
      victim.kill();
      // Its entries stay marked as held until others notice, which takes seconds.
      int hits = cluster.tables().heldBy(pid);
      Wait.pass(outage);
      victim.start();
      return hits;
    }
  }

  /**
   * A server is frozen until it counts as dead, and continues: either long after, or just when
   * another has claimed its work and both work on it. Hits: the requests that it lost.
   *
   * @param untilTakeover whether it continues as soon as another has claimed its work
   */
  record FreezeServer(int server, Duration max, boolean untilTakeover) implements Fault {

    @Override
    public String kind() {
      return "freeze of a server";
    }

    @Override
    public int inject(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      Tables tables = cluster.tables();
      try (Freeze _ = victim.freeze()) {
        String held = tables.entriesOf(victim.pid());
        Wait.until(max, () -> untilTakeover && tables.takenOver(victim.pid(), held) > 0);
        return tables.takenOver(victim.pid(), held);
      }
    }
  }

  /** All processes of PostgreSQL are killed, then restarted. Hits: the Running requests. */
  record KillPostgres(Duration outage) implements Fault {

    @Override
    public String kind() {
      return "kill -9 of PostgreSQL";
    }

    @Override
    public int inject(Cluster cluster) {
      int hits = cluster.tables().running();
      cluster.postgres().kill();
      Wait.pass(outage);
      cluster.postgres().restart();
      return hits;
    }
  }

  /**
   * A server is killed, and PostgreSQL while others are about to take over. Hits: the requests of
   * the server that no other had claimed yet.
   */
  record KillPostgresInRecovery(int server, Duration between, Duration outage) implements Fault {

    @Override
    public String kind() {
      return "kill -9 of PostgreSQL during recovery";
    }

    @Override
    public int inject(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      long pid = victim.pid();
      victim.kill();
      Wait.pass(between);
      int hits = cluster.tables().heldBy(pid);
      cluster.postgres().kill();
      Wait.pass(outage);
      cluster.postgres().restart();
      victim.start();
      return hits;
    }
  }

  /** All connections to PostgreSQL break. Hits: the connections, if a request was Running. */
  record DropConnections() implements Fault {

    @Override
    public String kind() {
      return "loss of all connections";
    }

    @Override
    public int inject(Cluster cluster) {
      boolean isBusy = cluster.tables().running() > 0;
      int dropped = cluster.tables().dropConnections();
      return isBusy ? dropped : 0;
    }
  }

  /**
   * The document store is killed and restarted. Hits: the statuses that it missed, and the requests
   * that waited for it.
   */
  record KillDocuments(Duration outage) implements Fault {

    @Override
    public String kind() {
      return "outage of the document store";
    }

    @Override
    public int inject(Cluster cluster) {
      cluster.documents().kill();
      Wait.pass(outage);
      int hits = cluster.tables().unprojected() + cluster.tables().waiting();
      cluster.documents().start();
      return hits;
    }
  }

  /**
   * A server restarts with a clock that is off by minutes, works, is killed, and restarts with the
   * right time. Hits: the requests that it held when it was killed.
   */
  record SkewClock(int server, Duration shift, Duration work) implements Fault {

    @Override
    public String kind() {
      return "clock off by minutes";
    }

    @Override
    public int inject(Cluster cluster) {
      ServerProcess victim = cluster.servers().get(server);
      victim.stop();
      victim.start(shift);
      long pid = victim.pid();
      Wait.pass(work);
      withWork(cluster, server).kill();
      int hits = cluster.tables().heldBy(pid);
      victim.start();
      return hits;
    }
  }

  /**
   * A server is stopped with SIGTERM, and another build starts. Hits: the requests that it held.
   */
  record ReplaceServer(int server, String build, Program program) implements Fault {

    @Override
    public String kind() {
      return "replacement by " + build;
    }

    @Override
    public int inject(Cluster cluster) {
      ServerProcess replaced = withWork(cluster, server);
      int hits = cluster.tables().heldBy(replaced.pid());
      replaced.replaceWith(program);
      return hits;
    }

    @Override
    public String toString() {
      return "server " + server;
    }
  }

  /** A server is stopped with SIGTERM and restarted. Hits: the requests that it held. */
  record RestartServer(int server) implements Fault {

    @Override
    public String kind() {
      return "graceful restart";
    }

    @Override
    public int inject(Cluster cluster) {
      ServerProcess victim = withWork(cluster, server);
      int hits = cluster.tables().heldBy(victim.pid());
      victim.stop();
      victim.start();
      return hits;
    }
  }
}
