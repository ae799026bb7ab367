package io.flowforge.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.RunResult;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.cli.folders.UserFolders;
import io.flowforge.cli.login.Profile;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.SignedIn;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

  private static final ConnectionChoice NOTHING =
      new ConnectionChoice(Optional.empty(), false, Optional.empty(), Optional.empty());

  private Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private ProjectFolders folders;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    directory = folder;
    folders = new ProjectFolders(directory.resolve("project"));
    environment.put("FLOWFORGE_CONFIG_HOME", directory.resolve("config").toString());
  }

  @Test
  void considersServersInOrder() {
    up("http://127.0.0.1:9");
    assertThatThrownBy(() -> open(NOTHING))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("you are not signed in to http://127.0.0.1:9")
        .hasMessageContaining("flowforge login --server http://127.0.0.1:9");

    signIn("up", "http://127.0.0.1:9");
    assertThat(open(NOTHING)).contains("http://127.0.0.1:9").contains("profile up");
    signIn("work", "https://work.example");
    assertThat(open(NOTHING)).contains("https://work.example").contains("profile work");
    environment.put("FLOWFORGE_SERVER", "https://other.example");
    environment.put("FLOWFORGE_TOKEN", "token");
    assertThat(open(NOTHING)).contains("https://other.example (FLOWFORGE_SERVER)");
    // Set, but further down than FLOWFORGE_SERVER.
    environment.put("POSTGRES_URI", "postgres://nobody@127.0.0.1:1/x");
    environment.put("MONGO_URI", "mongodb://127.0.0.1:1");
    assertThat(open(NOTHING)).contains("https://other.example (FLOWFORGE_SERVER)");
    assertThat(open(choice("https://third.example", null)))
        .contains("https://third.example (--server)")
        .contains("FLOWFORGE_TOKEN");
    assertThat(open(choice(null, "up"))).contains("http://127.0.0.1:9 (--profile up)");
  }

  @Test
  void saysWhatToDoIfNothingIsChosen() {
    assertThatThrownBy(() -> open(NOTHING))
        .isInstanceOf(InvalidException.class)
        .hasMessageContainingAll(
            "flowforge login", "FLOWFORGE_SERVER", "flowforge up", "POSTGRES_URI");
  }

  @Test
  void sendsTheTokenOfAProfileOnlyToItsServer() {
    signIn("work", "https://work.example");
    assertThatThrownBy(() -> open(choice("https://elsewhere.example", "work")))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("profile work is for https://work.example");
    environment.put("FLOWFORGE_PROFILE", "work");
    environment.put("FLOWFORGE_SERVER", "https://elsewhere.example");
    assertThatThrownBy(() -> open(NOTHING))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("profile work is for https://work.example");
    environment.remove("FLOWFORGE_PROFILE");
    assertThatThrownBy(() -> open(NOTHING)).isInstanceOf(ForbiddenException.class);
  }

  @Test
  void asksWhichOfSeveralProfilesToUse() {
    signIn("ada", "https://one.example");
    signIn("mike", "https://one.example");
    signIn("work", "https://work.example");
    assertThatThrownBy(() -> open(choice("https://one.example", null)))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("--profile: ada, mike");
    assertThat(open(choice("https://one.example", "ada"))).contains("profile ada");
    assertThatThrownBy(() -> open(choice(null, "eve"))).isInstanceOf(NotFoundException.class);
  }

  @Test
  void forgetsAnUpThatWasKilled() {
    new RunningUp(
            URI.create("http://127.0.0.1:9"), URI.create("http://127.0.0.1:8/"), directory, -1)
        .save(Json.mapper(), folders);
    assertThatThrownBy(() -> open(NOTHING)).isInstanceOf(InvalidException.class);
  }

  @Test
  void anUpDeletesOnlyItsOwnNote() {
    RunningUp first =
        new RunningUp(
            URI.create("http://127.0.0.1:9"), URI.create("http://127.0.0.1:8/"), directory, 1);
    first.save(Json.mapper(), folders);
    up("http://127.0.0.1:7");
    first.delete(Json.mapper(), folders);
    RunningUp second = RunningUp.find(Json.mapper(), folders).orElseThrow();
    assertThat(second.url()).hasPort(7);
    second.delete(Json.mapper(), folders);
    assertThat(folders.home().resolve("running-up.json")).doesNotExist();
  }

  @Test
  void aNoteThatCannotBeReadIsNone() throws IOException {
    Path note = folders.home().resolve("running-up.json");
    Files.createDirectories(folders.home());
    for (String content : List.of("", "null", "{}", "[1]", "{\"url\": \"a b\"}")) {
      Files.writeString(note, content);
      assertThat(RunningUp.find(Json.mapper(), folders)).as(content).isEmpty();
    }
    Files.delete(note);
    // Any other failure to read it, such as a file of another user.
    Files.createDirectory(note);
    assertThat(RunningUp.find(Json.mapper(), folders)).isEmpty();
  }

  @Test
  void theTokenForOtherProgramsIsTheOneThatCommandsUse() {
    signIn("one", "https://one.example");
    signIn("work", "https://work.example");
    assertThat(new Connections(environment, folders).tokenForVariable()).isEmpty();
    environment.put("FLOWFORGE_SERVER", "https://one.example/");
    assertThat(RunResult.of(environment, directory, "token").out()).isEqualTo("token-of-one\n");
    assertThat(RunResult.of(environment, directory, "token", "--profile", "work").out())
        .isEqualTo("token-of-work\n");
    environment.put("FLOWFORGE_SERVER", "https://elsewhere.example");
    RunResult elsewhere = RunResult.of(environment, directory, "token");
    assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(elsewhere.out()).isEmpty();
    environment.remove("FLOWFORGE_SERVER");
    assertThat(RunResult.of(environment, directory, "token").out()).isEqualTo("token-of-work\n");
  }

  @Test
  void warnsOfTokensThatOthersCanRead() {
    environment.put("FLOWFORGE_TOKEN", "token");
    assertThat(open(choice("http://server.example", null))).contains("Warning", "not HTTPS");
    assertThat(open(choice("https://server.example", null))).doesNotContain("Warning");
  }

  @Test
  void actsAsAnotherUserOnTheStoresOnly() {
    environment.put("FLOWFORGE_TOKEN", "token");
    var choice =
        new ConnectionChoice(
            Optional.of("https://server.example"),
            false,
            Optional.of("auth0|ada"),
            Optional.empty());
    assertThatThrownBy(() -> open(choice))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("--direct");
  }

  @Test
  void refusesATokenThatCannotBeOneWithoutShowingIt() {
    environment.put("FLOWFORGE_TOKEN", "se\ncret");
    try (Connection connection =
        new Connections(environment, folders)
            .open(choice("https://server.example", null), told::add)) {
      assertThatThrownBy(() -> connection.api().get(ApiPath.of("login")))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("FLOWFORGE_TOKEN")
          .hasMessageNotContaining("cret");
    }
  }

  private String open(ConnectionChoice choice) {
    told.clear();
    try (Connection _ = new Connections(environment, folders).open(choice, told::add)) {
      return String.join("\n", told);
    }
  }

  private static ConnectionChoice choice(@Nullable String server, @Nullable String profile) {
    return new ConnectionChoice(
        Optional.ofNullable(server), false, Optional.empty(), Optional.ofNullable(profile));
  }

  private void up(String url) {
    new RunningUp(
            URI.create(url),
            URI.create("http://127.0.0.1:8/"),
            directory,
            ProcessHandle.current().pid())
        .save(Json.mapper(), folders);
  }

  private void signIn(String name, String server) {
    var profile =
        new Profile(
            name, URI.create(server), URI.create("https://issuer.example/"), "api", "cli", name);
    new Profiles(new UserFolders(directory.resolve("config")))
        .save(
            new SignedIn(
                profile,
                false,
                "token-of-" + name,
                Instant.parse("2999-01-01T00:00:00Z"),
                "",
                "",
                null));
  }
}
