package io.flowforge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of Flowforge, which the build takes from the root {@code pom.xml}. */
public final class FlowforgeVersion {

  private static final String FILE = "version.txt";

  private FlowforgeVersion() {}

  public static String current() {
    try (InputStream file =
        Objects.requireNonNull(FlowforgeVersion.class.getResourceAsStream(FILE), FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
