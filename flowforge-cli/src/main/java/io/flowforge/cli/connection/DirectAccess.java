package io.flowforge.cli.connection;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.identity.Caller;
import io.flowforge.server.PrivateServer;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The stores, with the API on top of them in this process, so that commands do the same whichever
 * way they go. It runs no requests; a server on the same stores does.
 */
final class DirectAccess implements AutoCloseable {

  private final Flowforge core;
  private final Caller caller;
  private final PrivateServer server;

  private DirectAccess(Flowforge core, Caller caller, PrivateServer server) {
    this.core = core;
    this.caller = caller;
    this.server = server;
  }

  /**
   * Opens the stores that the variables name.
   *
   * @param as the id of the user who makes the calls; empty for an operator
   * @throws io.flowforge.error.NotFoundException if there is no such user
   */
  static DirectAccess open(Map<String, String> environment, Optional<String> as) {
    ConsoleLog.showOnlyWarnings();
    // What a command touches never goes on because of a variable of the shell.
    FlowforgeSettings settings = FlowforgeSettings.from(environment).resumingAdopted(false);
    Flowforge core = Flowforge.open(settings, InstantSource.system());
    try {
      Caller caller =
          as.<Caller>map(id -> new Caller.Person(core.userService().get(id).userId()))
              .orElseGet(() -> new Caller.Operator(operatorName(environment)));
      return new DirectAccess(core, caller, PrivateServer.start(core, caller));
    } catch (RuntimeException e) {
      core.close();
      throw e;
    }
  }

  /** Returns the account that a person signed in with, even if it became root since. */
  private static String operatorName(Map<String, String> environment) {
    String before = environment.getOrDefault("SUDO_USER", "");
    return before.isEmpty() ? System.getProperty("user.name", "unknown") : before;
  }

  Flowforge core() {
    return core;
  }

  Optional<String> operator() {
    return caller instanceof Caller.Operator(String name) ? Optional.of(name) : Optional.empty();
  }

  URI url() {
    return server.url();
  }

  String token() {
    return server.token();
  }

  @Override
  public void close() {
    try (core) {
      server.close();
    }
  }
}
