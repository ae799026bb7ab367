package io.flowforge.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.flowforge.postgres.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** What an older system writes: documents and events, and nothing that it does not know. */
public final class OlderSystem {

  private static final Instant LONG_AGO = Instant.parse("2024-05-01T10:00:00Z");

  private final List<Document> documents = new ArrayList<>();
  private final List<@Nullable Object[]> events = new ArrayList<>();

  /** Adds a request of Mike's and returns its id. */
  public String request(int orgId, String pipelineId, String status) {
    return request(orgId, pipelineId, status, new Document("who", "Mike"));
  }

  /** Adds a request of Mike's with this form data and returns its id. */
  public String request(int orgId, String pipelineId, String status, @Nullable Document formData) {
    var id = new ObjectId();
    documents.add(
        new Document("_id", id)
            .append("user_id", "auth0|mike")
            .append("org_id", orgId)
            .append("pipeline_id", pipelineId)
            .append("pipeline_name", "old")
            .append("pipeline_version", 1)
            .append("status", status)
            .append("created_on", Date.from(LONG_AGO))
            .append("last_updated", Date.from(LONG_AGO))
            .append("remarks", "")
            .append("form_data", formData));
    return id.toHexString();
  }

  /** Adds an event of a step. */
  public OlderSystem event(String requestId, String step, String stepType, String event) {
    events.add(new @Nullable Object[] {event, requestId, step, stepType, "auth0|mike", LONG_AGO});
    return this;
  }

  /** Writes what has been added since the last time. */
  public void write(TestStores stores, Database database) {
    if (!documents.isEmpty()) {
      inMongo(stores, "service_requests", documents);
    }
    database.useTransaction(
        tx ->
            tx.updateAll(
                """
                INSERT INTO service_request_event
                  (event_type, service_request_id, step_name, step_type, created_by, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                events));
    documents.clear();
    events.clear();
  }

  /** Inserts documents as they are. */
  public static void inMongo(TestStores stores, String collection, List<Document> documents) {
    withMongo(stores, collection, found -> found.insertMany(documents));
  }

  /** Sets fields of a request's document. */
  public static void set(TestStores stores, String id, Document fields) {
    withMongo(
        stores,
        "service_requests",
        found ->
            found.updateOne(new Document("_id", new ObjectId(id)), new Document("$set", fields)));
  }

  /** Removes a field of a request's document. */
  public static void unset(TestStores stores, String id, String field) {
    withMongo(
        stores,
        "service_requests",
        found ->
            found.updateOne(
                new Document("_id", new ObjectId(id)),
                new Document("$unset", new Document(field, ""))));
  }

  /** Returns a document as it is stored. */
  public static Document stored(TestStores stores, String collection, String id) {
    try (MongoClient client = MongoClients.create(stores.mongoUri())) {
      return client
          .getDatabase(stores.mongoDatabase())
          .getCollection(collection)
          .find(new Document("_id", new ObjectId(id)))
          .first();
    }
  }

  private static void withMongo(
      TestStores stores, String collection, Consumer<MongoCollection<Document>> work) {
    try (MongoClient client = MongoClients.create(stores.mongoUri())) {
      work.accept(client.getDatabase(stores.mongoDatabase()).getCollection(collection));
    }
  }
}
