package io.flowforge.cli.folders;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code flowforge up} that is running on this machine, noted in a file so that other commands
 * find it.
 *
 * @param url the base URL of its API, without a trailing slash
 * @param issuer the {@code iss} of its tokens
 * @param seedData the folder with its users
 * @param processId the process that runs it
 */
public record RunningUp(URI url, URI issuer, Path seedData, long processId) {

  private static final String FILE = "running-up.json";

  /** The content of the file; a path is not a JSON type. */
  private record Note(
      @Nullable String url, @Nullable String issuer, @Nullable String seedData, long processId) {

    Optional<RunningUp> up() {
      return url == null || issuer == null || seedData == null
          ? Optional.empty()
          : Optional.of(
              new RunningUp(URI.create(url), URI.create(issuer), Path.of(seedData), processId));
    }
  }

  /** Writes the note. Its process deletes it with {@link #delete} when it stops. */
  public void save(ObjectMapper json, ProjectFolders folders) {
    try {
      PrivateFiles.directory(folders.home());
      PrivateFiles.write(
          file(folders),
          json.writeValueAsString(
              new Note(
                  url.toString(),
                  issuer.toString(),
                  seedData.toAbsolutePath().toString(),
                  processId)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the note, unless it is of another process, which was started since. */
  public void delete(ObjectMapper json, ProjectFolders folders) {
    if (find(json, folders).filter(noted -> noted.processId() == processId).isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(file(folders));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what is running; empty also if its process was killed, or if the note is another user's
   * or damaged.
   */
  public static Optional<RunningUp> find(ObjectMapper json, ProjectFolders folders) {
    try {
      return Optional.ofNullable(json.readValue(Files.readString(file(folders)), Note.class))
          .flatMap(Note::up)
          .filter(
              up -> ProcessHandle.of(up.processId()).filter(ProcessHandle::isAlive).isPresent());
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Path file(ProjectFolders folders) {
    return folders.home().resolve(FILE);
  }
}
