package io.flowforge.faults.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Ports for processes that are killed and restarted. They are below those that Linux uses for
 * outgoing connections; otherwise a client could take the port of a server that is down.
 */
public final class Ports {

  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;
  private static final int MAX_ATTEMPTS = 100;

  private static final Set<Integer> FOUND = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** Returns a port on which nothing listens, another one each time. */
  public static int free(RandomGenerator random) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      int port = FIRST + random.nextInt(COUNT);
      if (isFree(port) && FOUND.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port among " + COUNT + " from " + FIRST);
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
