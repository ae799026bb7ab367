package io.flowforge.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.flowforge.pipeline.Pipeline;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Service requests as older deployments left them: documents without an execution state. */
public final class LegacyRequests {

  private static final Instant LONG_AGO = Instant.parse("2024-05-01T10:00:00Z");

  private LegacyRequests() {}

  /** Inserts a request of Mike's and returns its id. */
  public static String insert(TestStores stores, Pipeline pipeline, String status) {
    var id = new ObjectId();
    try (MongoClient client = MongoClients.create(stores.mongoUri())) {
      client
          .getDatabase("flowforge_db")
          .getCollection("service_requests")
          .insertOne(
              new Document("_id", id)
                  .append("user_id", "auth0|mike")
                  .append("org_id", (long) pipeline.orgId())
                  .append("pipeline_id", pipeline.id())
                  .append("pipeline_name", pipeline.pipelineName())
                  .append("pipeline_version", (long) pipeline.version())
                  .append("status", status)
                  .append("created_on", Date.from(LONG_AGO))
                  .append("last_updated", Date.from(LONG_AGO))
                  .append("remarks", "")
                  .append("form_data", new Document("who", "Mike")));
    }
    return id.toHexString();
  }
}
