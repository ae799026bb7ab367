package io.flowforge.cli.embedded;

import java.nio.file.Path;

/** Where the tests unpack PostgreSQL, once for all of them. */
final class Programs {

  static final Path DIRECTORY = Path.of("target", "postgresql").toAbsolutePath();

  private Programs() {}
}
