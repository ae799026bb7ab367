package io.flowforge.cli.embedded;

import io.flowforge.cli.embedded.issuer.IssuerOptions;
import java.nio.file.Path;
import java.util.Set;

/**
 * The places of a local stack, and its kind.
 *
 * @param directory the folder for all data, which belongs to this stack only
 * @param programs the folder where PostgreSQL is unpacked; any number of stacks may share it
 * @param throwaway whether the stack starts without data and leaves none
 */
public record LocalStackOptions(
    Path directory, Path programs, boolean throwaway, LocalPorts ports, IssuerOptions issuer) {

  /** Returns the options of a throwaway stack on free ports. */
  public static LocalStackOptions throwaway(Path directory, Path programs, IssuerOptions issuer) {
    return new LocalStackOptions(directory, programs, true, LocalPorts.anyFree(), issuer);
  }

  /** Returns the options with front ends whose pages may sign people in. */
  LocalStackOptions withOrigins(Set<String> origins) {
    return new LocalStackOptions(
        directory,
        programs,
        throwaway,
        ports,
        issuer.withClients(issuer.clients().withOrigins(origins)));
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
