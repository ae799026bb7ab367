package io.flowforge.cli.embedded;

import io.flowforge.cli.embedded.loopback.LoopbackPort;

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
