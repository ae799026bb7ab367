package io.flowforge.cli.command;

import io.flowforge.cli.embedded.LocalPorts;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import picocli.CommandLine.Option;

/** The options for the ports of {@code flowforge up}. */
final class PortOptions {

  private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

  @Option(
      names = "--port",
      paramLabel = "<port>",
      defaultValue = "" + LocalPorts.SERVER,
      description = "Port of the API" + DEFAULT)
  private int server;

  @Option(
      names = "--postgres-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalPorts.POSTGRES,
      description = "Port of PostgreSQL" + DEFAULT)
  private int postgres;

  @Option(
      names = "--mongo-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalPorts.MONGO,
      description = "Port of the document store" + DEFAULT)
  private int mongo;

  @Option(
      names = "--issuer-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalPorts.ISSUER,
      description = "Port of the token issuer" + DEFAULT)
  private int issuer;

  @Option(
      names = "--target-port",
      paramLabel = "<port>",
      defaultValue = "" + LocalPorts.STUB,
      description = "Port of the service that the sample pipelines call" + DEFAULT)
  private int stub;

  LocalPorts ports() {
    return new LocalPorts(
        LoopbackPort.fixed(server, "--port"),
        LoopbackPort.fixed(postgres, "--postgres-port"),
        LoopbackPort.fixed(mongo, "--mongo-port"),
        LoopbackPort.fixed(issuer, "--issuer-port"),
        LoopbackPort.fixed(stub, "--target-port"));
  }
}
