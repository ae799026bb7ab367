package io.flowforge.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.folders.UserFolders;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

  private static final Instant EXPIRY = Instant.parse("2026-01-31T08:00:00Z");

  private final Path directory;
  private final Profiles profiles;

  ProfilesTest(@TempDir Path parent) {
    directory = parent.resolve("config");
    profiles = new Profiles(new UserFolders(directory));
  }

  @Test
  void theProfileThatSignedInLastIsTheDefaultOne() {
    assertThat(profiles.selected(Optional.empty())).isEmpty();
    profiles.save(signedIn("one"));
    profiles.save(signedIn("two"));
    assertThat(profiles.selected(Optional.empty())).contains(profile("two"));
    assertThat(profiles.selected(Optional.of("one"))).contains(profile("one"));
    assertThat(profiles.find("one")).contains(signedIn("one"));
    assertThat(profiles.list()).containsExactly(profile("one"), profile("two"));
    assertThat(profiles.remove("two")).contains(signedIn("two"));
    assertThat(profiles.remove("two")).isEmpty();
    assertThat(profiles.selected(Optional.empty())).isEmpty();
  }

  @Test
  void theOptionComesBeforeTheVariable() {
    Map<String, String> environment = Map.of(ProfileName.VARIABLE, "two");
    assertThat(ProfileName.given("one", environment)).contains("one");
    assertThat(ProfileName.given(null, environment)).contains("two");
    assertThat(ProfileName.given(null, Map.of(ProfileName.VARIABLE, ""))).isEmpty();
  }

  @Test
  void anUnknownProfileIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> profiles.selected(Optional.of("x")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "there is no profile x; none is stored; create it with flowforge login --profile x"
                + " --server URL");
    profiles.save(signedIn("one"));
    profiles.save(signedIn("two"));
    assertThatThrownBy(() -> profiles.selected(Optional.of("x")))
        .hasMessageContaining("stored are one, two;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "../x", ".x", "-x", "a b", "ü", "a\u0000"})
  void aNameThatIsNoFileNameIsRefused(String name) {
    assertThatThrownBy(() -> profiles.find(name)).isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> profiles.remove(name)).isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> profiles.find("a".repeat(65))).isInstanceOf(InvalidException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://flowforge.example.com",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "https://-a.example"
      })
  void theNameOfAServerIsAllowed(URI server) {
    assertThat(ProfileName.checked(ProfileName.of(server))).isNotEmpty();
  }

  @Test
  void noTwoServersHaveTheSameName() {
    List<String> servers =
        List.of(
            "https://h.example",
            "http://h.example",
            "https://h.example:8080",
            "http://h.example:8080",
            "https://h.example-8080",
            "https://h.example/8080",
            "https://h.example/http",
            "https://h.example/a",
            "http://h.example/a",
            "https://h.example/A",
            "https://h.example/a/b",
            "https://h.example/a-b",
            "https://h.example/a_b",
            "https://h.example/" + "a".repeat(100),
            "https://h.example/" + "a".repeat(100) + "/b");
    assertThat(servers.stream().map(server -> ProfileName.of(URI.create(server))))
        .doesNotHaveDuplicates()
        .allSatisfy(ProfileName::checked)
        .startsWith("h.example", "h.example_http", "h.example_8080", "h.example_8080_http");
  }

  @Test
  void onlyTheOwnerCanReadWhatIsStored() throws IOException {
    profiles.save(signedIn("one"));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(file -> !file.toString().contains("locks")).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void aFileThatOthersCanReadIsRefused(String permissions) throws IOException {
    profiles.save(signedIn("one"));
    Path file = directory.resolve("profiles").resolve("one.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> profiles.find("one"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("chmod 600 '" + file + "'");
  }

  @Test
  void aDamagedFileIsReportedWithoutItsContent() throws IOException {
    profiles.save(signedIn("one"));
    Path file = directory.resolve("profiles").resolve("one.json");
    for (String content : List.of("{\"access_token\": \"secret", "[]", "x".repeat(300_000))) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> profiles.find("one"))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("delete it")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void noSecretIsShown() {
    assertThat(signedIn("one").toString()).doesNotContain("access", "refresh", "secret");
  }

  private static Profile profile(String name) {
    return new Profile(
        name,
        URI.create("http://127.0.0.1:8080"),
        URI.create("http://127.0.0.1:18081/"),
        "https://flowforge.test/api",
        "cli",
        "auth0|ada");
  }

  private static SignedIn signedIn(String name) {
    return new SignedIn(profile(name), true, "access-1", EXPIRY, "refresh-1", "secret-1", null);
  }
}
