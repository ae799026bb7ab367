package io.flowforge.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.server.ServeSettings;
import io.flowforge.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks of everything that a server needs, or of a server from outside. */
public final class Doctor {

  /** Longer than a store is given to respond. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String SETTINGS = "settings";

  private final Map<String, String> environment;
  private final ObjectMapper mapper;
  private final InstantSource clock;
  private final SideBySide sideBySide = new SideBySide(LIMIT);

  /**
   * @param clock this machine's clock
   */
  public Doctor(Map<String, String> environment, ObjectMapper mapper, InstantSource clock) {
    this.environment = environment;
    this.mapper = mapper;
    this.clock = clock;
  }

  /** Checks the settings, and what they name. */
  public List<Finding> checkSettings() throws InterruptedException {
    var reader = new SettingsReader(environment);
    Optional<ServeSettings> settings = ServeSettings.read(reader);
    List<Finding> findings = new ArrayList<>();
    for (String problem : reader.problems()) {
      findings.add(new Finding(SETTINGS, Finding.Kind.INVALID, problem, ""));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(SETTINGS, reader.held().size() + " read; flowforge config shows them"));
    }
    if (settings.isEmpty()) {
      // The parts whose settings hold are checked all the same.
      return withParts(findings, partsOf(environment));
    }
    return withParts(findings, checksOf(settings.get()));
  }

  /**
   * Checks a server.
   *
   * @param server the base URL, without a trailing slash
   */
  public List<Finding> checkServer(URI server) throws InterruptedException {
    String token = environment.getOrDefault("FLOWFORGE_TOKEN", "").strip();
    return sideBySide.run(
        new ServerChecks(server, mapper).all(token, new IssuerChecks(mapper, clock)));
  }

  private List<Finding> withParts(List<Finding> findings, List<Check> checks)
      throws InterruptedException {
    findings.addAll(sideBySide.run(checks));
    return findings;
  }

  private List<Check> checksOf(ServeSettings settings) {
    Auth0Settings management = settings.core().management();
    return List.of(
        StoreChecks.postgres(settings.core().postgres(), settings.core().secretKeys()),
        StoreChecks.mongo(String.valueOf(settings.core().mongoUri())),
        new IssuerChecks(mapper, clock).check(settings.issuer()),
        management == null
            ? new Check("management-api", () -> List.of(ManagementCheck.notConfigured()))
            : ManagementCheck.of(management, mapper),
        ConsoleCheck.of(settings.server()));
  }

  /** Returns the checks that are possible although a setting is missing or invalid. */
  private List<Check> partsOf(Map<String, String> variables) {
    var parts = new SettingsParts(variables);
    return List.of(
        parts
            .postgres()
            .map(uri -> StoreChecks.postgres(uri, parts.secretKeys()))
            .orElseGet(() -> skipped("postgres", "POSTGRES_URI is missing or invalid")),
        parts
            .mongo()
            .map(StoreChecks::mongo)
            .orElseGet(() -> skipped("mongo", "MONGO_URI is missing or invalid")),
        parts
            .issuer()
            .map(new IssuerChecks(mapper, clock)::check)
            .orElseGet(() -> skipped("issuer", "its settings are missing or invalid")),
        parts
            .management()
            .map(found -> ManagementCheck.of(found, mapper))
            .orElseGet(() -> skipped("management-api", "its settings are missing or invalid")));
  }

  private static Check skipped(String name, String reason) {
    return new Check(name, () -> List.of(Finding.skipped(name, reason)));
  }
}
