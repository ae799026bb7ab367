package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.server.ServeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the code knows about settings. */
final class KnownSettings {

  /** Enough for every command; a test of a deployed file puts its own values on top. */
  private static final Map<String, String> STORES =
      Map.of(
          "POSTGRES_URI", "postgres://joe@localhost:5432/f",
          "MONGO_URI", "mongodb://localhost:27017");

  private static final List<Map<String, String>> ISSUERS =
      List.of(
          Map.of("AUTH0_DOMAIN", "example.eu.auth0.com", "AUTH0_AUDIENCE", "x"),
          Map.of("OIDC_ISSUER", "https://login.example.com/", "OIDC_AUDIENCE", "x"));

  /** Decides which identity providers {@code user.csv} may name; its value does not matter. */
  private static final Set<String> ONLY_SET = Set.of("OIDC_ISSUER");

  private static final Map<String, String> CREATING_USERS =
      Map.of(
          "MANAGEMENT_API_CLIENT", "x",
          "MANAGEMENT_API_SECRET", "x");

  private KnownSettings() {}

  /** Returns the settings of a server of which only what is required is set. */
  static ServeSettings defaults() {
    return ServeSettings.from(with(STORES, ISSUERS.getFirst()));
  }

  /**
   * Returns how many seconds a server takes to stop at most: calls in flight, then steps in flight,
   * then those that ignore that they are interrupted.
   */
  static long secondsToStop(Map<String, String> environment) {
    ServeSettings settings =
        ServeSettings.from(with(with(STORES, ISSUERS.getFirst()), environment));
    long steps = ExecutionSettings.defaults().stopTimeout().toSeconds();
    return settings.server().limits().stopTimeout().toSeconds() + 2 * steps;
  }

  /** Checks that the command reads each of these variables. */
  static void areReadBy(List<String> command, Iterable<String> names) {
    assertThat(names)
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(
                        isOfTheLauncher(name) || ONLY_SET.contains(name) || isReadBy(command, name))
                    .as("%s reads %s", command, name)
                    .isTrue());
  }

  /** Every setting that is read is refused if it contains a line break. */
  private static boolean isReadBy(List<String> command, String name) {
    return ISSUERS.stream()
        .map(issuer -> with(STORES, issuer))
        // Some have an effect only with a client of the Management API, others only without.
        .flatMap(settings -> Stream.of(with(settings, CREATING_USERS), settings))
        .anyMatch(
            environment -> {
              String[] arguments = command.toArray(String[]::new);
              RunResult result =
                  RunResult.of(
                      with(environment, Map.of(name, "a\nb")), DeployedFile.PROJECT, arguments);
              return result.exitCode() == ExitCode.INVALID
                  && result.err().contains(name + " contains a line break");
            });
  }

  private static boolean isOfTheLauncher(String name) {
    return Stream.of("flowforge", ".mvn/launch", "flowforge-cli/src/main/archive/bin/flowforge")
        .map(DeployedFile::new)
        .filter(file -> Files.exists(file.path()))
        .anyMatch(file -> file.text().contains("${" + name + ":-"));
  }

  /** Returns both, the second with precedence. */
  static Map<String, String> with(Map<String, String> one, Map<String, String> other) {
    Map<String, String> both = new HashMap<>(one);
    both.putAll(other);
    return both;
  }

  static Path samples() {
    return DeployedFile.PROJECT.resolve("seed-data/sample");
  }
}
