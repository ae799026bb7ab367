package io.flowforge.cli.embedded;

import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import java.nio.file.Path;

/**
 * Where the parts of the stack live and listen.
 *
 * @param directory the folder for all data, which is this stack's alone
 * @param programs the folder where PostgreSQL is unpacked; any number of stacks share it
 * @param throwaway true begins without data, and leaves none
 * @param server where the Flowforge server will listen, which the stack does not start
 */
public record LocalStackOptions(
    Path directory,
    Path programs,
    boolean throwaway,
    LoopbackPort server,
    LoopbackPort postgres,
    LoopbackPort mongo,
    LoopbackPort issuer,
    IssuerOptions issuerOptions) {

  /*
   * Fixed, so that addresses in other tools stay right. Below 32768, where Linux takes ports for
   * outgoing connections from, and none that a PostgreSQL or MongoDB uses by itself.
   */
  public static final int SERVER_PORT = 8080;
  public static final int POSTGRES_PORT = 15432;
  public static final int MONGO_PORT = 27117;
  public static final int ISSUER_PORT = 18081;

  /** Data that goes, at whatever ports are free. */
  public static LocalStackOptions throwaway(
      Path directory, Path programs, IssuerOptions issuerOptions) {
    return new LocalStackOptions(
        directory,
        programs,
        true,
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree(),
        LoopbackPort.anyFree(),
        issuerOptions);
  }

  Path postgresDirectory() {
    return directory.resolve("postgres");
  }

  Path mongoDirectory() {
    return directory.resolve("mongo");
  }

  Path issuerDirectory() {
    return directory.resolve("issuer");
  }
}
