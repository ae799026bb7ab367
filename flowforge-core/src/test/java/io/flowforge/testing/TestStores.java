package io.flowforge.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.flowforge.FlowforgeSettings;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.postgres.PostgresUri;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/**
 * A database of its own on a real PostgreSQL, which is started once a process, and a document store
 * of its own that speaks MongoDB's wire protocol.
 */
public final class TestStores implements AutoCloseable {

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final String database = "test_" + UUID.randomUUID().toString().replace("-", "");
  private final MongoServer mongo = new MongoServer(new MemoryBackend());
  private final String mongoUri;

  public TestStores() {
    try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    mongoUri = mongo.bindAndGetConnectionString();
  }

  /** As in the environment of a server. */
  public String postgresUri() {
    return "postgres://postgres:postgres@localhost:%d/%s?sslmode=disable"
        .formatted(Postgres.SERVER.getPort(), database);
  }

  /** As in the environment of a server. */
  public String mongoUri() {
    return mongoUri;
  }

  public Map<String, String> environment() {
    return Map.of("POSTGRES_URI", postgresUri(), "MONGO_URI", mongoUri);
  }

  public FlowforgeSettings settings(ExecutionSettings execution) {
    return new FlowforgeSettings(PostgresUri.parse(postgresUri()), 16, mongoUri, execution, null);
  }

  /** Settings that let steps call the machine that the tests run on. */
  public FlowforgeSettings settings() {
    return settings(ExecutionSettings.defaults().allowingPrivateTargets(true));
  }

  @Override
  public void close() {
    mongo.shutdownNow();
  }
}
