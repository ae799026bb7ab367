package io.flowforge.cli.embedded;

import static java.util.stream.Collectors.joining;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.error.ConflictException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ports of everything that runs on one machine.
 *
 * @param stub the port of the service that the sample pipelines call
 */
public record LocalPorts(
    LoopbackPort server,
    LoopbackPort postgres,
    LoopbackPort mongo,
    LoopbackPort issuer,
    LoopbackPort stub) {

  /*
   * The defaults of `flowforge up`, fixed so that addresses in other tools stay valid. They are
   * below 32768, from where Linux takes ports for outgoing connections, and differ from the default
   * ports of PostgreSQL and MongoDB.
   */
  public static final int SERVER = 8080;
  public static final int POSTGRES = 15432;
  public static final int MONGO = 27117;
  public static final int ISSUER = 18081;

  /** The sample pipelines name this port in their URLs. */
  public static final int STUB = 8089;

  /**
   * Checks that nothing listens on the ports.
   *
   * @param mayBeOwn whether a server that an earlier process left behind may hold the port of
   *     PostgreSQL, which therefore checks it itself
   * @throws ConflictException with all ports that are taken
   */
  void requireFree(boolean mayBeOwn) {
    List<LoopbackPort> taken =
        Stream.of(server, postgres, mongo, issuer, stub)
            .filter(port -> !mayBeOwn || !port.equals(postgres))
            .filter(LoopbackPort::isTaken)
            .toList();
    if (taken.size() == 1) {
      taken.getFirst().requireFree();
    }
    if (!taken.isEmpty()) {
      throw new ConflictException(
          taken.stream()
              .map(port -> "  " + port.number() + ": choose another port with " + port.option())
              .collect(
                  joining(
                      "\n",
                      "these ports on %s are taken by other programs; stop them or choose others:\n"
                          .formatted(LoopbackPort.HOST),
                      "\nWith 0 in place of a port, any free one is taken.")));
    }
  }

  /** Returns ports that are chosen from the free ones. */
  public static LocalPorts anyFree() {
    return new LocalPorts(
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree());
  }
}
