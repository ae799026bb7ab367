package io.flowforge.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import io.flowforge.FlowforgeSettings;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.postgres.PostgresUri;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own on a real PostgreSQL, which is started once a process, and a document
 * store: one that speaks MongoDB's wire protocol or, with {@code FLOWFORGE_TEST_MONGO_URI} (such as
 * {@code mongodb://127.0.0.1:27017}), a database of its own on that MongoDB, which is dropped at
 * the end.
 */
public final class TestStores implements AutoCloseable {

  private static final @Nullable String REAL_MONGO = System.getenv("FLOWFORGE_TEST_MONGO_URI");

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
  private final @Nullable MongoServer mongo;
  private final String mongoUri;

  public TestStores() {
    try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    if (REAL_MONGO == null) {
      mongo = new MongoServer(new IdLookupBackend());
      mongoUri = mongo.bindAndGetConnectionString();
    } else {
      mongo = null;
      mongoUri = withDatabase(REAL_MONGO, database);
    }
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

  /** The name of the database of documents. */
  public String mongoDatabase() {
    return mongo == null ? database : "flowforge_db";
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

  /** Every document of every collection, as JSON. */
  public String documents() {
    List<String> found = new ArrayList<>();
    try (MongoClient client = MongoClients.create(mongoUri)) {
      MongoDatabase documents = client.getDatabase(mongoDatabase());
      for (String name : documents.listCollectionNames()) {
        documents.getCollection(name).find().forEach(document -> found.add(document.toJson()));
      }
    }
    return String.join("\n", found);
  }

  /** The connection string with this database in place of its own. */
  static String withDatabase(String uri, String database) {
    return uri.replaceFirst("^(mongodb(?:\\+srv)?://[^/?]+)(?:/[^?]*)?", "$1/" + database);
  }

  @Override
  public void close() {
    if (mongo != null) {
      mongo.shutdownNow();
      return;
    }
    try (MongoClient client = MongoClients.create(mongoUri)) {
      client.getDatabase(database).drop();
    }
  }
}
