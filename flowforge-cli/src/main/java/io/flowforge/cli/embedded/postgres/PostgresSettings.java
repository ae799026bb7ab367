package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of the local PostgreSQL. Everything that makes a commit durable (fsync,
 * synchronous_commit, full_page_writes) stays at its default, which is on.
 */
final class PostgresSettings {

  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "listen_addresses",
              LoopbackPort.HOST,
              // No socket file: in /tmp it would collide with those of other servers and users.
              "unix_socket_directories",
              "",
              "max_connections",
              "100",
              "timezone",
              "UTC",
              "log_timezone",
              "UTC"));

  private PostgresSettings() {}

  /** Returns the options of the server. A shell reads them: none may contain spaces or quotes. */
  static String commandLine(int port) {
    return SETTINGS.entrySet().stream()
        .map(setting -> " -c " + setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining("", "-p " + port, ""));
  }
}
