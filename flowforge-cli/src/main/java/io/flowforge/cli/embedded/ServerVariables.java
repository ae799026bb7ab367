package io.flowforge.cli.embedded;

import io.flowforge.server.ServeSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of the server of a local stack: those of the stack, and of the machine's
 * environment only the settings that name no store, provider or address.
 */
final class ServerVariables {

  /** Names, or beginnings of names, of variables that point to something outside the stack. */
  private static final List<String> OUTSIDE =
      List.of(
          "AUTH0_",
          "OIDC_",
          "MANAGEMENT_API_",
          "POSTGRES_URI",
          "MONGO_URI",
          "FLOWFORGE_HOST",
          "FLOWFORGE_PORT",
          "FLOWFORGE_MANAGEMENT_PORT",
          "FLOWFORGE_SECRET_KEYS",
          "PORT");

  /** Valid values for what only a running stack knows. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "POSTGRES_URI", "postgres://user@localhost:5432/database",
          "MONGO_URI", "mongodb://localhost:27017",
          "OIDC_ISSUER", "http://localhost/",
          "OIDC_AUDIENCE", "audience",
          "FLOWFORGE_PORT", "0");

  private ServerVariables() {}

  /**
   * Checks the settings of the environment that apply to the server, before the stack is started.
   *
   * @throws io.flowforge.error.InvalidException with one detail for each that is invalid
   */
  static void requireValid(Map<String, String> environment) {
    var _ = ServeSettings.from(of(STAND_INS, environment));
  }

  /** Returns the variables of the stack, and those of the environment that may be added. */
  static Map<String, String> of(Map<String, String> stack, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(name -> OUTSIDE.stream().anyMatch(name::startsWith));
    variables.putAll(stack);
    return variables;
  }
}
