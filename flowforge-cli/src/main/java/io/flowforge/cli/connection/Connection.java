package io.flowforge.cli.connection;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open way to a server, or to the stores. Both have the same API. */
public final class Connection implements AutoCloseable {

  private final RestApi api;
  private final @Nullable DirectAccess direct;

  Connection(RestApi api, @Nullable DirectAccess direct) {
    this.api = api;
    this.direct = direct;
  }

  public Api api() {
    return api;
  }

  /** Returns the name of the operator whose calls these are; empty if a user makes them. */
  public Optional<String> operator() {
    return direct == null ? Optional.empty() : direct.operator();
  }

  /**
   * Returns the core, for what only operators can do.
   *
   * @throws InvalidException if this is the way to a server
   */
  public Flowforge core() {
    if (direct == null) {
      throw new InvalidException(
          "this needs the stores: set POSTGRES_URI and MONGO_URI, and add --direct");
    }
    return direct.core();
  }

  @Override
  public void close() {
    try (api) {
      if (direct != null) {
        direct.close();
      }
    }
  }
}
