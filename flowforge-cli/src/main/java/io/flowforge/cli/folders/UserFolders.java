package io.flowforge.cli.folders;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders of the person at this machine.
 *
 * @param configuration what the person chose: profiles and sign-ins
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory
 *     Specification</a>
 */
public record UserFolders(Path configuration) {

  /** Returns the folders that the variables name, or else the usual ones in the home folder. */
  public static UserFolders of(Map<String, String> environment) {
    String chosen = environment.getOrDefault("FLOWFORGE_CONFIG_HOME", "");
    if (!chosen.isEmpty()) {
      return new UserFolders(Path.of(chosen));
    }
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path parent =
        xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".config");
    return new UserFolders(parent.resolve("flowforge"));
  }
}
