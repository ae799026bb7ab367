package io.flowforge.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClients;
import io.flowforge.json.Json;
import io.flowforge.postgres.PostgresUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Assumptions;

/**
 * An installation of the older system as data: its tables, its documents, and a table of what a
 * correct adoption makes of each request. Given by {@code -Dold.installation=DIRECTORY}.
 */
public record OldInstallation(Path directory) {

  /** Finds the installation; without one, skips the test, loudly. */
  public static OldInstallation given() {
    String directory = System.getProperty("old.installation", "");
    if (directory.isEmpty()) {
      String message =
          "SKIPPED: no installation of the older system is given; use -Dold.installation=DIRECTORY";
      System.getLogger(OldInstallation.class.getName()).log(System.Logger.Level.ERROR, message);
      Assumptions.abort(message);
    }
    return new OldInstallation(Path.of(directory));
  }

  /** Returns what a correct adoption makes of each request. */
  public List<JsonNode> requests() {
    try {
      return Json.mapper().readValue(text("requests.json"), new TypeReference<List<JsonNode>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loads everything, that of earlier releases included, into empty stores.
   *
   * @param addresses replaces addresses in the pipelines
   */
  public void load(TestStores stores, Map<String, String> addresses) {
    sql(stores, "postgres.sql");
    sql(stores, "earlier/events-latest-schema.sql");
    loadDocuments(stores, addresses);
  }

  /** Loads the tables as they were before 2024-05-21 in place of the latest, and the documents. */
  public void loadEarlierTables(TestStores stores, Map<String, String> addresses) {
    sql(stores, "earlier/postgres-2024-04.sql");
    loadDocuments(stores, addresses);
  }

  private void loadDocuments(TestStores stores, Map<String, String> addresses) {
    for (String folder : List.of("mongo/", "earlier/")) {
      for (String collection : List.of("pipelines", "service_requests")) {
        String text = text(folder + collection + ".ndjson");
        for (Map.Entry<String, String> address : addresses.entrySet()) {
          text = text.replace(address.getKey(), address.getValue());
        }
        insert(stores, collection, text);
      }
    }
  }

  private static void insert(TestStores stores, String collection, String lines) {
    try (var client = MongoClients.create(stores.mongoUri())) {
      client
          .getDatabase(stores.mongoDatabase())
          .getCollection(collection, BsonDocument.class)
          .insertMany(lines.strip().lines().map(BsonDocument::parse).toList());
    }
  }

  private void sql(TestStores stores, String file) {
    PostgresUri uri = PostgresUri.parse(stores.postgresUri());
    try (var connection = DriverManager.getConnection(uri.jdbcUrl(), uri.user(), uri.password());
        var statement = connection.createStatement()) {
      statement.execute(text(file));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
