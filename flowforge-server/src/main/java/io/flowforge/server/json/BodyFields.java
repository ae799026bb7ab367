package io.flowforge.server.json;

import io.flowforge.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a request body; each message names its field. */
public final class BodyFields {

  private BodyFields() {}

  public static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidException("missing required field: '" + name + "'");
    }
    return value;
  }
}
