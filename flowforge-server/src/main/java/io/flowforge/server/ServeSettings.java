package io.flowforge.server;

import io.flowforge.FlowforgeSettings;
import io.flowforge.settings.SettingsReader;
import java.util.Map;
import java.util.Optional;

/** All settings of a server with its workers. */
public record ServeSettings(ServerConfig server, FlowforgeSettings core) {

  /**
   * Reads the environment.
   *
   * @throws io.flowforge.error.InvalidException with one detail for each setting that is missing or
   *     invalid
   */
  public static ServeSettings from(Map<String, String> environment) {
    return SettingsReader.read(environment, ServeSettings::read);
  }

  /** Returns what the server expects of its token issuer. */
  public IssuerInspection issuer() {
    return server.inspection();
  }

  /** Returns empty if something is missing; the reader has the problems. */
  public static Optional<ServeSettings> read(SettingsReader settings) {
    Optional<FlowforgeSettings> core = FlowforgeSettings.read(settings);
    Optional<ServerConfig> server = ServerConfig.read(settings);
    return core.flatMap(ofCore -> server.map(ofServer -> new ServeSettings(ofServer, ofCore)));
  }
}
