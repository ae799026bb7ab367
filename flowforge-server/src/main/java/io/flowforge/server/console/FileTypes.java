package io.flowforge.server.console;

import java.util.Map;
import java.util.Optional;

/** The media types of the console's files. */
final class FileTypes {

  static final String HTML = "text/html; charset=utf-8";
  static final String SVG = "image/svg+xml";

  private static final String TEXT = "text/plain; charset=utf-8";

  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", SVG,
          "png", "image/png",
          "woff2", "font/woff2",
          "md", TEXT,
          "LICENSE", TEXT);

  private FileTypes() {}

  /** Returns the type of a file; empty if the file is not served. */
  static Optional<String> of(String name) {
    return Optional.ofNullable(BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1)));
  }
}
