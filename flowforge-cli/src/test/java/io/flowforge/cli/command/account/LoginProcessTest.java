package io.flowforge.cli.command.account;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.RunResult;
import io.flowforge.cli.SeparateProcess;
import io.flowforge.cli.TestHome;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.cli.embedded.LocalStackOptions;
import io.flowforge.cli.embedded.issuer.SeededUsers;
import io.flowforge.cli.embedded.issuer.Visitor;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.json.Json;
import io.flowforge.seed.SeedUser;
import io.flowforge.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in as a process, at a real server and the local issuer. */
class LoginProcessTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path home;
  private static LocalFlowforge local;
  private static Visitor visitor;

  private final Map<String, String> environment = new HashMap<>();
  private final Path configuration;

  LoginProcessTest(@TempDir Path configuration) {
    this.configuration = configuration.resolve("flowforge");
    environment.put("FLOWFORGE_CONFIG_HOME", this.configuration.toString());
  }

  @BeforeAll
  static void start(@TempDir Path directory) {
    home = TestHome.in(directory);
    var folders = new ProjectFolders(home);
    var options =
        LocalStackOptions.throwaway(
            folders.home().resolve("test"),
            folders.home().resolve("programs"),
            SeededUsers.issuerOptions(SeedUser.allIn(folders.samples())));
    local = LocalFlowforge.start(options, Map.of(), InstantSource.system());
    local.core().seeder().seed(folders.samples());
    new RunningUp(
            URI.create(local.url()),
            URI.create(local.stack().issuer().issuer()),
            folders.samples(),
            ProcessHandle.current().pid())
        .save(Json.mapper(), folders);
    visitor = new Visitor();
  }

  @AfterAll
  static void stop() {
    visitor.close();
    local.close();
  }

  @Test
  void aPersonOfTheSamplesSignsInUsesATokenAndSignsOut() throws IOException {
    RunResult login = run("", "login", "--as", "ada");
    assertThat(login.exitCode()).as(login.err()).isEqualTo(ExitCode.OK);
    assertThat(login.out()).isEmpty();
    assertThat(login.err()).contains("Signed in to " + local.url() + " as auth0|sample-ada.");
    RunResult token = run("", "token");
    assertThat(token.exitCode()).as(token.err()).isEqualTo(ExitCode.OK);
    assertThat(token.err()).isEmpty();
    assertThat(token.out().lines()).hasSize(1);
    assertThat(userOf(token)).isEqualTo("auth0|sample-ada");
    Path file;
    try (var files = Files.list(configuration.resolve("profiles"))) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String refreshToken = JSON.readTree(file.toFile()).path("refresh_token").asText();
    assertThat(login.err() + token.err()).doesNotContain(refreshToken, token.out().strip());
    RunResult logout = run("", "logout");
    assertThat(logout.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(logout.err()).contains("Signed out of " + local.url()).doesNotContain("confirm");
    assertThat(Files.exists(file)).isFalse();
    assertThat(refreshed(refreshToken).statusCode()).as("revoked").isEqualTo(403);
    RunResult after = run("", "token");
    assertThat(after.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(after.out()).isEmpty();
    assertThat(after.err()).contains("run flowforge login --server URL");
  }

  @Test
  void aBrowserSignsInThroughThePageOfTheIssuer() throws IOException {
    Path programs = Files.createDirectories(configuration.resolveSibling("programs"));
    Path opened = programs.resolve("opened");
    Path browser =
        Files.writeString(
            programs.resolve("xdg-open"), "#!/bin/sh\nprintf '%s\\n' \"$1\" > '" + opened + "'\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    environment.put("DISPLAY", ":7");
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    try (AccountProcess login =
        AccountProcess.start(environment, home, "", "login", "--server", local.url() + "/")) {
      String address = login.lineWith("/authorize?").strip();
      HttpResponse<String> redirect = visitor.choose(visitor.open(address), "auth0|sample-mike");
      HttpResponse<String> end =
          visitor.open(redirect.headers().firstValue("Location").orElseThrow());
      assertThat(end.statusCode()).isEqualTo(200);
      assertThat(end.body()).contains("You can close this window");
      RunResult result = login.end();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.err()).contains("Your browser should have opened", "auth0|sample-mike");
      // The browser is a process of its own.
      eventually(
          () -> Files.exists(opened) ? SeparateProcess.text(opened) : "", (address + "\n")::equals);
    }
    assertThat(userOf(run("", "token"))).isEqualTo("auth0|sample-mike");
  }

  @Test
  void aDeviceSignsInWhenThePersonHasTypedTheCode() throws IOException {
    try (AccountProcess login =
        AccountProcess.start(
            environment, home, "", "login", "--server", local.url(), "--profile", "phone")) {
      String address = login.lineWith("Or open ").substring("Or open ".length());
      visitor.choose(visitor.open(address), "auth0|sample-mia");
      RunResult result = login.end();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
      assertThat(result.err()).contains("profile phone");
    }
    assertThat(userOf(run("", "token", "--profile", "phone"))).isEqualTo("auth0|sample-mia");
  }

  @Test
  void aMachineSignsInWithASecretThatIsNoArgument() throws IOException {
    String[] login = {
      "login", "--machine", "--client-id", "flowforge-ci", "--server", local.url(), "--profile", "m"
    };
    RunResult typed = run("flowforge-ci-secret\n", login);
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.OK);
    assertThat(typed.err()).contains("as flowforge-ci@clients").doesNotContain("ci-secret");
    assertThat(stored("m").path("client_secret").asText()).isEqualTo("flowforge-ci-secret");
    environment.put("FLOWFORGE_CLIENT_SECRET", "flowforge-ci-secret");
    assertThat(run("", login).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(stored("m").path("client_secret").asText()).isEmpty();
    environment.put("FLOWFORGE_CLIENT_SECRET", "wrong");
    RunResult wrong = run("", login);
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(wrong.err()).contains("access_denied").doesNotContain("wrong");
    environment.remove("FLOWFORGE_CLIENT_SECRET");
    RunResult missing = run("", login);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(missing.err()).contains("FLOWFORGE_CLIENT_SECRET");
  }

  @Test
  void whatCannotWorkIsRefusedWithACure() {
    RunResult nobody = inProcess("login", "--as", "zoe");
    assertThat(nobody.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(nobody.err())
        .contains("nobody is called 'zoe'; those with a password are ada@example.com, mia@");
    RunResult both = inProcess("login", "--as", "ada", "--device");
    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
    RunResult elsewhere = inProcess("login", "--as", "ada", "--server", "https://x.example");
    assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.CONFLICT);
    RunResult name = inProcess("login", "--as", "ada", "--profile", "../x");
    assertThat(name.exitCode()).isEqualTo(ExitCode.INVALID);
    RunResult noId = inProcess("login", "--machine");
    assertThat(noId.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(noId.err()).contains("--client-id");
    RunResult port = inProcess("login", "--callback-port", "70000");
    assertThat(port.exitCode()).isEqualTo(ExitCode.USAGE);
    String closed = "http://127.0.0.1:" + FreePort.find();
    RunResult down = inProcess("login", "--server", closed);
    assertThat(down.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(down.err()).contains(closed);
    RunResult unknown = inProcess("token", "--profile", "x");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void theVariableIsTheTokenUnlessAProfileIsNamed() throws IOException {
    environment.put("FLOWFORGE_TOKEN", "from.the.environment");
    assertThat(inProcess("token").out()).isEqualTo("from.the.environment\n");
    assertThat(inProcess("login", "--as", "otto", "--profile", "o").exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(userOf(inProcess("token", "--profile", "o"))).isEqualTo("auth0|sample-otto");
    assertThat(inProcess("logout", "--all").err()).contains("(profile o)");
    assertThat(inProcess("logout").err()).contains("Nobody is signed in.");
  }

  @Test
  void eachCommandHasAnExample() {
    for (String command : new String[] {"login", "logout", "token"}) {
      assertThat(inProcess(command, "--help").out()).contains("Example:", "flowforge " + command);
    }
  }

  private RunResult run(String input, String... arguments) {
    return AccountProcess.run(environment, home, input, arguments);
  }

  private RunResult inProcess(String... arguments) {
    return RunResult.of(environment, home, arguments);
  }

  private JsonNode stored(String profile) throws IOException {
    return JSON.readTree(configuration.resolve("profiles").resolve(profile + ".json").toFile());
  }

  /** Asks the server whose token that is. */
  private static String userOf(RunResult token) throws IOException {
    HttpResponse<String> response =
        visitor.send(
            HttpRequest.newBuilder(URI.create(local.url() + "/api/login"))
                .header("Authorization", "Bearer " + token.out().strip()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String user = JSON.readTree(response.body()).path("user_id").asText();
    String claims =
        token.out().substring(token.out().indexOf('.') + 1, token.out().lastIndexOf('.'));
    assertThat(JSON.readTree(Base64.getUrlDecoder().decode(claims)).path("sub").asText())
        .isEqualTo(user);
    return user;
  }

  private static HttpResponse<String> refreshed(String refreshToken) {
    return visitor.post(
        local.stack().issuer().tokenUri(),
        Map.of(
            "grant_type", "refresh_token",
            "client_id", "flowforge-cli",
            "refresh_token", refreshToken),
        "");
  }
}
