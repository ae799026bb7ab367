package io.flowforge.cli.folders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

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
  private record Note(String url, String issuer, String seedData, long processId) {}

  /** Writes the note. Its process deletes it with {@link #delete} when it stops. */
  public void save(ObjectMapper json, ProjectFolders folders) {
    try {
      PrivateFiles.directory(folders.local());
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

  /** Deletes the note, if there is one. */
  public static void delete(ProjectFolders folders) {
    try {
      Files.deleteIfExists(file(folders));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is running; empty also if its process was killed. */
  public static Optional<RunningUp> find(ObjectMapper json, ProjectFolders folders) {
    try {
      Note note = json.readValue(Files.readString(file(folders)), Note.class);
      return ProcessHandle.of(note.processId())
          .filter(ProcessHandle::isAlive)
          .map(
              _ ->
                  new RunningUp(
                      URI.create(note.url()),
                      URI.create(note.issuer()),
                      Path.of(note.seedData()),
                      note.processId()));
    } catch (NoSuchFileException | JsonProcessingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(ProjectFolders folders) {
    return folders.local().resolve(FILE);
  }
}
