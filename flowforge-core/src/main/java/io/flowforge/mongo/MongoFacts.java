package io.flowforge.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.flowforge.error.UnavailableException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.bson.Document;

/**
 * What can be found out about MongoDB without changing it.
 *
 * @param version of MongoDB
 * @param isWritable whether the member that responds accepts writes
 * @param kind such as {@code replica set rs0}
 */
public record MongoFacts(String version, boolean isWritable, String kind) {

  /**
   * Asks MongoDB, as the user of the connection string.
   *
   * @throws io.flowforge.error.InvalidException if it refuses the user
   * @throws UnavailableException if it cannot be reached
   */
  public static MongoFacts of(String uri) {
    ConnectionString address = MongoUri.parse(uri);
    var settings = Documents.settings(address, new CompositeMeterRegistry());
    try (MongoClient client = MongoClients.create(settings)) {
      MongoDatabase database = client.getDatabase(Documents.nameIn(address));
      try {
        // Needs a user, unlike the commands after it.
        var _ = database.listCollectionNames().first();
        Document hello = database.runCommand(new Document("isMaster", 1));
        Document build = database.runCommand(new Document("buildInfo", 1));
        return new MongoFacts(
            String.valueOf(build.getOrDefault("version", "unknown")),
            Boolean.TRUE.equals(hello.getBoolean("ismaster")),
            kind(hello));
      } catch (MongoException e) {
        RuntimeException translated = MongoFailures.translated(e, "its collections");
        throw translated instanceof UnavailableException outage
            ? MongoFailures.whenOpening(outage, settings)
            : translated;
      }
    }
  }

  private static String kind(Document hello) {
    if ("isdbgrid".equals(hello.getString("msg"))) {
      return "sharded cluster";
    }
    String set = hello.getString("setName");
    return set == null ? "single server, without a replica" : "replica set " + set;
  }
}
