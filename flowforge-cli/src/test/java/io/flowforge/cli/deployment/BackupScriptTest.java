package io.flowforge.cli.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploy/backup} asks the programs of both stores to do, and what it makes of it. */
class BackupScriptTest {

  /** Notes its arguments and the address of MongoDB, and then does what the test says. */
  private static final String STUB =
      """
      #!/bin/bash
      echo "$(basename "$0") $*" >>"$CALLS"
      for argument; do
        case $argument in
          --config=*) echo "  $(cat "${argument#--config=}")" >>"$CALLS" ;;
          --file=*) echo dump >"${argument#--file=}" ;;
          --archive=*) [ -e "${argument#--archive=}" ] || echo archive >"${argument#--archive=}" ;;
        esac
      done
      behaviour=$BEHAVIOUR/$(basename "$0")
      if [ -e "$behaviour" ]; then . "$behaviour"; fi
      """;

  private static final String RESTORED =
      "echo '12 document(s) restored successfully. 0 document(s) failed to restore.' >&2\n";

  private final Map<String, String> environment = new HashMap<>();
  private Path folder;
  private Path backup;

  @BeforeEach
  void prepare(@TempDir Path temporary) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    folder = temporary;
    backup = temporary.resolve("a backup");
    Path programs = Files.createDirectories(temporary.resolve("bin"));
    for (String name : List.of("pg_dump", "pg_restore", "psql", "mongodump", "mongorestore")) {
      Path program = Files.writeString(programs.resolve(name), STUB);
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    environment.put("CALLS", temporary.resolve("calls").toString());
    environment.put("BEHAVIOUR", Files.createDirectories(temporary.resolve("do")).toString());
    environment.put("POSTGRES_URI", "postgres://u:p%40ss%2F@pg.example/flowforge?sslmode=disable");
    environment.put("MONGO_URI", "mongodb://m:hush@mongo.example:27017");
    behaviour("psql", "echo 0");
    behaviour("mongorestore", RESTORED);
  }

  @Test
  void savesPostgresFirst() throws Exception {
    Result saved = run("save");

    assertThat(saved.code()).as(saved.output()).isZero();
    assertThat(calls().lines().filter(line -> !line.startsWith(" ")).map(line -> word(line)))
        .containsExactly("pg_dump", "mongodump");
    assertThat(backup).isDirectory();
    assertThat(Files.getPosixFilePermissions(backup)).hasSize(3);
    assertThat(run("save").output()).contains("exists already");
  }

  @Test
  void noListOfProcessesShowsAPassword() throws Exception {
    run("save");
    run("restore");

    assertThat(calls().lines().filter(line -> !line.startsWith(" ")))
        .hasSizeGreaterThan(5)
        .noneMatch(
            line -> line.contains("p%40ss") || line.contains("p@ss") || line.contains("hush"));
    assertThat(calls()).contains("--dbname=postgres://u@pg.example/flowforge?sslmode=disable");
    environment.put("POSTGRES_URI", "postgres://pg.example/x?sslpassword=hush");
    assertThat(run("restore").output()).contains("sslpassword");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_dump", "mongodump"})
  void aBackupThatFailsLeavesNothingBehind(String program) throws Exception {
    behaviour(program, "exit 1");

    assertThat(run("save").code()).isNotZero();

    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("backup"));
    behaviour(program, "");
    assertThat(run("save").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "mongodb://m:hush@a:1, flowforge_db, mongodb://m:hush@a:1/",
    "mongodb://m:hush@a:1/, flowforge_db, mongodb://m:hush@a:1/",
    "'mongodb://m:hush@a:1,b:2/other?replicaSet=r', other, 'mongodb://m:hush@a:1,b:2/?replicaSet=r&authSource=other'",
    "mongodb://m:hush@a:1/other?authSource=admin, other, mongodb://m:hush@a:1/?authSource=admin",
    "mongodb+srv://a.example/other, other, mongodb+srv://a.example/",
  })
  void theDatabaseIsTheOneOfTheServer(String uri, String database, String address)
      throws Exception {
    environment.put("MONGO_URI", uri);

    assertThat(run("save").code()).isZero();

    assertThat(calls()).contains("--db=" + database + " ").contains("uri: '" + address + "'");
  }

  @Test
  void restoresIntoADatabaseWithAnotherName() throws Exception {
    run("save");
    environment.put("MONGO_URI", "mongodb://mongo.example/new");

    Result restored = run("restore");

    assertThat(restored.code()).as(restored.output()).isZero();
    assertThat(calls()).contains("--nsFrom=flowforge_db.* --nsTo=new.*").doesNotContain("--drop");
  }

  @Test
  void aStoreThatIsNotEmptyIsLeftAloneWithoutReplace() throws Exception {
    run("save");
    behaviour("mongodump", "echo a document");
    assertThat(run("restore").output()).contains("flowforge_db is not empty; --replace");
    requireNothingRestored();

    behaviour("psql", "case $* in *pg_stat*) echo 0 ;; *) echo 7 ;; esac");
    assertThat(run("restore").output()).contains("PostgreSQL database is not empty; --replace");
    requireNothingRestored();

    assertThat(run("restore", "--replace").code()).isZero();
    assertThat(calls()).contains("DROP SCHEMA").contains("--drop");
  }

  @Test
  void nothingIsRestoredWhileServersRun() throws Exception {
    run("save");
    behaviour("psql", "echo 3");

    assertThat(run("restore", "--replace").output()).contains("3 connections").contains("stop all");
    requireNothingRestored();
  }

  @Test
  void nothingIsRestoredFromABackupThatHasChanged() throws Exception {
    run("save");
    Files.writeString(backup.resolve("mongo.archive.gz"), "half");

    assertThat(run("restore", "--replace").output()).contains("nothing was changed");
    requireNothingRestored();
  }

  @Test
  void nothingIsRestoredIfMongoDbCannotBeRead() throws Exception {
    run("save");
    behaviour("mongodump", "exit 1");

    assertThat(run("restore").output()).contains("cannot be read");
    requireNothingRestored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '0 document(s) restored successfully. 0 document(s) failed to restore.' >&2",
        "echo '5 document(s) restored successfully. 2 document(s) failed to restore.' >&2",
        "exit 1",
      })
  void anIncompleteRestoreIsAFailure(String behaviour) throws Exception {
    run("save");
    behaviour("mongorestore", behaviour);

    assertThat(run("restore").code()).isNotZero();
  }

  @Test
  void oneStoreCanBeRestoredAlone() throws Exception {
    run("save");

    assertThat(run("restore", "--only", "mongo").code()).isZero();
    assertThat(calls()).contains("mongorestore").doesNotContain("--single-transaction");
    assertThat(run("restore", "--only", "postgres").code()).isZero();
    assertThat(run("restore", "--only", "both").code()).isEqualTo(2);
  }

  private void requireNothingRestored() throws IOException {
    assertThat(calls())
        .doesNotContain("DROP SCHEMA")
        .doesNotContain("--single-transaction")
        .doesNotContain("mongorestore");
  }

  private record Result(int code, String output) {}

  private Result run(String command, String... options) throws Exception {
    var builder =
        new ProcessBuilder(
                new DeployedFile("deploy/backup").path().toString(), command, backup.toString())
            .redirectErrorStream(true);
    builder.command().addAll(List.of(options));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }

  private void behaviour(String program, String script) throws IOException {
    Files.writeString(folder.resolve("do").resolve(program), script);
  }

  private String calls() throws IOException {
    return Files.readString(folder.resolve("calls"));
  }

  private static String word(String line) {
    return line.substring(0, line.indexOf(' '));
  }
}
