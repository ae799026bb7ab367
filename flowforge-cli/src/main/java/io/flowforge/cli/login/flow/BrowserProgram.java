package io.flowforge.cli.login.flow;

import io.flowforge.scan.CharacterSet;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The program that opens addresses in the person's browser. */
public final class BrowserProgram {

  private final List<String> command;

  private BrowserProgram(List<String> command) {
    this.command = command;
  }

  /**
   * Returns the program of this machine; empty if nobody looks at its screen.
   *
   * @param environment tells whether there is a screen
   * @param system the name of the operating system
   */
  public static Optional<BrowserProgram> find(Map<String, String> environment, String system) {
    String name = system.toLowerCase(Locale.ROOT);
    // Whoever comes over the network has another screen.
    if (environment.containsKey("SSH_CONNECTION")) {
      return Optional.empty();
    }
    if (name.startsWith("mac")) {
      return Optional.of(new BrowserProgram(List.of("open")));
    }
    if (name.startsWith("windows")) {
      return Optional.of(new BrowserProgram(List.of("rundll32", "url.dll,FileProtocolHandler")));
    }
    boolean hasScreen =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return hasScreen
        ? executable("xdg-open", environment.getOrDefault("PATH", ""))
        : Optional.empty();
  }

  /** Opens the address, which contains no secret; returns whether the program has started. */
  public boolean open(URI address) {
    List<String> all = new ArrayList<>(command);
    all.add(address.toString());
    try {
      new ProcessBuilder(all)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException _) {
      // The person gets the address to open.
      return false;
    }
  }

  private static Optional<BrowserProgram> executable(String name, String path) {
    return path.isEmpty()
        ? Optional.empty()
        : CharacterSet.of(File.pathSeparator).split(path).stream()
            .map(directory -> Path.of(directory).resolve(name))
            .filter(Files::isExecutable)
            .findFirst()
            .map(file -> new BrowserProgram(List.of(file.toString())));
  }
}
