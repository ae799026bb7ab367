package io.flowforge.cli.doctor;

import io.flowforge.identity.Auth0Settings;
import io.flowforge.mongo.MongoUri;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.secret.seal.SecretKeySettings;
import io.flowforge.secret.seal.SecretKeys;
import io.flowforge.server.IssuerInspection;
import io.flowforge.server.ServerConfig;
import io.flowforge.settings.SettingsReader;
import java.util.Map;
import java.util.Optional;

/** The settings that hold although others are missing or invalid. */
record SettingsParts(Map<String, String> variables) {

  Optional<PostgresUri> postgres() {
    return new SettingsReader(variables).required("POSTGRES_URI", "", PostgresUri::parse);
  }

  Optional<String> mongo() {
    return new SettingsReader(variables).required("MONGO_URI", "", MongoUri::checked);
  }

  SecretKeys secretKeys() {
    return SecretKeySettings.read(new SettingsReader(variables));
  }

  Optional<IssuerInspection> issuer() {
    return ServerConfig.read(new SettingsReader(variables)).map(ServerConfig::inspection);
  }

  Optional<Auth0Settings> management() {
    return Auth0Settings.read(new SettingsReader(variables));
  }

  /** Omits the variables, which contain secrets. */
  @Override
  public String toString() {
    return "settings";
  }
}
