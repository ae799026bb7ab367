package io.flowforge.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on the loopback address, for programs that cannot choose one themselves. They are below
 * those that Linux uses for outgoing connections; otherwise a client could take a port before the
 * program does.
 */
public final class FreePort {

  private static final int FIRST = 10_000;
  private static final int COUNT = 10_000;
  private static final int MAX_ATTEMPTS = 100;

  private static final Set<Integer> FOUND = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** Returns a port on which nothing listens now, another one each time. */
  public static int find() {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
      if (isFree(port) && FOUND.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port among " + COUNT + " from " + FIRST);
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public static boolean isListening(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
