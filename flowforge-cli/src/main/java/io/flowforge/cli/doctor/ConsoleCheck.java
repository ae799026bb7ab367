package io.flowforge.cli.doctor;

import io.flowforge.server.ServerConfig;
import java.util.List;

/** The check that people can sign in at the console. */
final class ConsoleCheck {

  static final String NAME = "console";

  private ConsoleCheck() {}

  static Check of(ServerConfig config) {
    return new Check(NAME, () -> List.of(finding(config)));
  }

  private static Finding finding(ServerConfig config) {
    if (!config.hasConsole()) {
      return Finding.skipped(NAME, "turned off by CONSOLE=false");
    }
    return config.hasConsoleClient()
        ? Finding.ok(NAME, "people sign in with the client that OIDC_CONSOLE_CLIENT_ID names")
        : withoutClient();
  }

  /** No problem, because the API works without it. */
  static Finding withoutClient() {
    return Finding.skipped(
        NAME,
        "nobody can sign in there: set OIDC_CONSOLE_CLIENT_ID to a client of the issuer for"
            + " single-page applications, or CONSOLE=false");
  }
}
