package io.flowforge.cli.embedded;

import java.nio.file.Path;

/** The folder where the tests unpack PostgreSQL, once for all of them. */
public final class Programs {

  public static final Path DIRECTORY = Path.of("target", "postgresql").toAbsolutePath();

  private Programs() {}
}
