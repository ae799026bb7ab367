package io.flowforge.cli.embedded.issuer;

import java.util.Map;
import java.util.Set;

/**
 * The clients of the API at the local issuer.
 *
 * @param cli the public client of the command line
 * @param console the public client of the console
 * @param machines the secrets of machines, by client id
 * @param origins those outside this machine whose pages may sign people in
 */
public record IssuerClients(
    String cli, String console, Map<String, String> machines, Set<String> origins) {

  /** The usual clients, and no machines. */
  public static final IssuerClients USUAL =
      new IssuerClients("flowforge-cli", "flowforge-console", Map.of(), Set.of());

  public IssuerClients {
    machines = Map.copyOf(machines);
    origins = Set.copyOf(origins);
  }

  public IssuerClients withMachines(Map<String, String> secrets) {
    return new IssuerClients(cli, console, secrets, origins);
  }

  public IssuerClients withOrigins(Set<String> allowed) {
    return new IssuerClients(cli, console, machines, allowed);
  }

  /** Returns the ids of the clients without a secret. */
  Set<String> people() {
    return Set.of(cli, console);
  }

  /** Returns the clients without secrets. */
  @Override
  public String toString() {
    return "cli=" + cli + " console=" + console + " machines=" + machines.keySet();
  }
}
