package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the local PostgreSQL is set up. Whatever makes a commit durable (fsync, synchronous_commit,
 * full_page_writes) stays at its default, which is on.
 */
final class PostgresSettings {

  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "listen_addresses",
              LoopbackPort.HOST,
              // No socket file: it would lie in /tmp, where two servers or two users meet.
              "unix_socket_directories",
              "",
              "max_connections",
              "100",
              "timezone",
              "UTC",
              "log_timezone",
              "UTC"));

  private PostgresSettings() {}

  /** The options of the server. They go through a shell: none may hold a space or a quote. */
  static String commandLine(int port) {
    return SETTINGS.entrySet().stream()
        .map(setting -> " -c " + setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining("", "-p " + port, ""));
  }
}
