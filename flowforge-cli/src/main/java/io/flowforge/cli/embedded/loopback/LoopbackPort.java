package io.flowforge.cli.embedded.loopback;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;

/**
 * A TCP port on 127.0.0.1, either fixed or chosen from the free ones.
 *
 * @param number the port, or 0 for any free one
 * @param option the command line option that sets it, for messages
 */
public record LoopbackPort(int number, String option) {

  /** The only address that the embedded parts listen on. */
  public static final String HOST = "127.0.0.1";

  private static final int MAX_ATTEMPTS = 5;
  private static final int MAX_PORT = 65_535;

  public LoopbackPort {
    if (number < 0 || number > MAX_PORT) {
      throw new InvalidException(
          "%s must be a port from 1 to %d, or 0 for any free port, not %d"
              .formatted(option, MAX_PORT, number));
    }
  }

  public static LoopbackPort fixed(int number, String option) {
    return new LoopbackPort(number, option);
  }

  public static LoopbackPort anyFree() {
    return new LoopbackPort(0, "");
  }

  /**
   * Checks that nothing listens on the port.
   *
   * @throws ConflictException if the port is taken
   */
  public void requireFree() {
    if (isTaken()) {
      throw taken(number);
    }
  }

  /** Returns whether something listens on the port; not for any free port. */
  public boolean isTaken() {
    return number != 0 && isTaken(number);
  }

  /**
   * Opens a server on this port. Another process may take a free port before the server does; then
   * the next one is tried.
   *
   * @throws ConflictException if a fixed port is taken
   */
  public <T> T open(IntFunction<T> server) {
    requireFree();
    for (int attempt = 1; ; attempt++) {
      int port = number == 0 ? findFree() : number;
      try {
        return server.apply(port);
      } catch (RuntimeException e) {
        if (!isTaken(port)) {
          throw e;
        }
        if (number != 0 || attempt == MAX_ATTEMPTS) {
          throw taken(port);
        }
      }
    }
  }

  private ConflictException taken(int port) {
    return new ConflictException(
        option.isEmpty()
            ? "port " + port + " on " + HOST + " is taken by another program; retry"
            : "port %d on %s is taken by another program; stop it or choose another port with %s"
                .formatted(port, HOST, option));
  }

  private static boolean isTaken(int port) {
    try (var _ = new ServerSocket(port, 1, loopback())) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private static int findFree() {
    try (var socket = new ServerSocket(0, 1, loopback())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UnavailableException("no free port on " + HOST + ": " + e.getMessage(), e);
    }
  }

  /** Returns {@link #HOST}, whatever the loopback address of this machine is. */
  public static InetAddress loopback() {
    return InetAddress.ofLiteral(HOST);
  }
}
