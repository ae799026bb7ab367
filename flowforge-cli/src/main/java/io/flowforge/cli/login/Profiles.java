package io.flowforge.cli.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.cli.files.PrivateFiles;
import io.flowforge.cli.folders.UserFolders;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The profiles of the person at this machine: a file each, which only its owner can read. Processes
 * that change the same profile take turns.
 */
public final class Profiles {

  private static final String ENDING = ".json";
  private static final String DEFAULT = "default-profile";

  /** Longer than a renewal can take. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final UserFolders folders;
  private final ObjectMapper json = Json.mapper();

  public Profiles(UserFolders folders) {
    this.folders = folders;
  }

  /**
   * Returns the profile to use; empty if none is given and nobody has signed in.
   *
   * @param name the name that was given, see {@link ProfileName#given}; empty for the default one
   * @throws NotFoundException if the name is given, but there is no such profile
   */
  public Optional<Profile> selected(Optional<String> name) {
    if (name.isPresent()) {
      return Optional.of(find(name.get()).orElseThrow(() -> unknown(name.get())).profile());
    }
    return defaultName().flatMap(this::find).map(SignedIn::profile);
  }

  /** Returns what is stored under the name. */
  public Optional<SignedIn> find(String name) {
    Path file = file(name);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.readValue(OwnFile.read(file), SignedIn.class));
    } catch (JsonProcessingException e) {
      // The exception's message may contain parts of the file.
      throw new InvalidException(
          file + " is damaged; delete it, and sign in again with flowforge login");
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Returns all profiles, by name. */
  public List<Profile> list() {
    return names().stream().flatMap(name -> find(name).stream()).map(SignedIn::profile).toList();
  }

  /** Stores the sign-in under the name of its profile, which becomes the default one. */
  public void save(SignedIn signedIn) {
    try (DirectoryLock _ = lock(signedIn.profile().name())) {
      write(signedIn);
      write(folders.configuration(), DEFAULT, signedIn.profile().name());
    }
  }

  /** Deletes the profile, and returns what was stored. */
  public Optional<SignedIn> remove(String name) {
    try (DirectoryLock _ = lock(name)) {
      Optional<SignedIn> stored = find(name);
      Files.deleteIfExists(file(name));
      return stored;
    } catch (IOException e) {
      throw unusable(file(name), e);
    }
  }

  /** Returns the name of the profile that is used when none is given. */
  public Optional<String> defaultName() {
    Path file = folders.configuration().resolve(DEFAULT);
    try {
      return Files.exists(file) ? Optional.of(OwnFile.read(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Waits until no other process changes this profile. */
  DirectoryLock lock(String name) {
    return DirectoryLock.acquireWithin(
        PATIENCE, folders.configuration().resolve("locks").resolve(ProfileName.checked(name)));
  }

  /** Writes the sign-in; the caller holds the lock. */
  void write(SignedIn signedIn) {
    try {
      write(directory(), signedIn.profile().name() + ENDING, json.writeValueAsString(signedIn));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and times can always be written as JSON", e);
    }
  }

  private static void write(Path directory, String file, String content) {
    try {
      PrivateFiles.directory(directory);
      PrivateFiles.write(directory.resolve(file), content);
    } catch (IOException e) {
      throw unusable(directory.resolve(file), e);
    }
  }

  private List<String> names() {
    if (Files.notExists(directory())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING) && !file.startsWith("."))
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unusable(directory(), e);
    }
  }

  private NotFoundException unknown(String name) {
    List<String> names = names();
    return new NotFoundException(
        "there is no profile %s; %s; create it with flowforge login --profile %s --server URL"
            .formatted(
                name,
                names.isEmpty() ? "none is stored" : "stored are " + String.join(", ", names),
                name));
  }

  private Path directory() {
    return folders.configuration().resolve("profiles");
  }

  private Path file(String name) {
    return directory().resolve(ProfileName.checked(name) + ENDING);
  }

  private static UnavailableException unusable(Path file, IOException e) {
    return new UnavailableException("cannot use " + file + ": " + e, e);
  }
}
