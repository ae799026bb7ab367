package io.flowforge.cli.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Ports for processes that go and come back. They lie below those that Linux gives to outgoing
 * connections: a client's connection would otherwise take the port of a server that is away.
 */
final class Ports {

  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;

  private Ports() {}

  /** A port on which nothing listens now. */
  static int free(RandomGenerator random) {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = FIRST + random.nextInt(COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " on");
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
